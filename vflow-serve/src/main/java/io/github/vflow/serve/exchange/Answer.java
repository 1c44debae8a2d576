package io.github.vflow.serve.exchange;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.nio.charset.StandardCharsets;

/**
 * An answer to a request.
 *
 * @param status of HTTP
 * @param type the media type of the body
 * @param model the name and the version of the model that answers; empty for none
 * @param rows the rows that were answered
 */
public record Answer(int status, String type, byte[] body, String model, long rows) {
    private static final String JSON = "application/json";

    /** JSON with the status 200. */
    public static Answer of(JsonValue value) {
        return new Answer(200, JSON, value.toBytes(), "", 0);
    }

    /** A text of a media type. */
    public static Answer of(String type, String text) {
        return new Answer(200, type, text.getBytes(StandardCharsets.UTF_8), "", 0);
    }

    /** The reason of a refusal. */
    public static Answer of(Refusal refusal) {
        JsonValue reason = JsonObject.builder().put("error", refusal.reason()).build();
        return Answer.of(reason).withStatus(refusal.status());
    }

    /** This answer with another status. */
    public Answer withStatus(int other) {
        return new Answer(other, type, body, model, rows);
    }

    /** This answer by a model. */
    public Answer by(String name, long count) {
        return new Answer(status, type, body, name, count);
    }
}
