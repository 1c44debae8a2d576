package io.github.vflow.serve.exchange;

import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request with its whole body.
 *
 * @param path without the query
 * @param query the parameters by name
 * @param type the media type of the body, without parameters; empty if the client names none
 */
public record Request(
        String method, String path, Map<String, String> query, String type, byte[] body, Deadline deadline) {
    /** Whether the body is CSV. */
    public boolean isCsv() {
        return type.equals("text/csv");
    }

    /** The body as JSON. */
    public JsonValue json() {
        if (!type.isEmpty() && !type.endsWith("json") && !type.equals("application/x-www-form-urlencoded")) {
            throw new Refusal(415, "the body must be application/json or text/csv but is " + type);
        }
        if (body.length == 0) {
            throw new Refusal(400, "the body is empty; send JSON");
        }
        try {
            return JsonValue.parse(body);
        } catch (JsonException e) {
            throw new Refusal(
                    400,
                    "the body is no JSON: " + String.valueOf(e.getMessage()).replaceAll("(?s) ?\\(start marker.*", ""));
        }
    }

    /** A parameter of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A parameter that is true, false or left out. */
    public boolean flag(String name) {
        return switch (query.getOrDefault(name, "false").toLowerCase(Locale.ROOT)) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw new Refusal(400, name + " must be true or false but is " + query.get(name));
        };
    }
}
