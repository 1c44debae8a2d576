package io.github.vflow.flow.io;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** JSON texts in the metadata of a file. Nothing is left out, null, or of another type, and no key is there twice. */
final class Json {
    private static final int SHOWN = 300;

    private Json() {}

    static String write(List<String> texts) {
        return JsonArray.of(texts, JsonValue::of).toString();
    }

    static String write(Map<String, String> texts) {
        JsonObject.Builder b = JsonObject.builder();
        texts.forEach(b::put);
        return b.build().toString();
    }

    /**
     * Reads a text back.
     *
     * @param where the file and the key, for the message
     * @param upgrade from an object of an earlier version to that of today
     */
    static <T> T read(String where, String json, UnaryOperator<JsonObject> upgrade, Function<Field, T> reader)
            throws FileFormatException {
        try {
            JsonValue value = JsonValue.parse(json);
            return reader.apply(Field.root(value instanceof JsonObject object ? upgrade.apply(object) : value));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String shown = reason.length() <= SHOWN ? reason : reason.substring(0, SHOWN) + "…";
            throw new FileFormatException(
                    where + ": cannot be read (" + shown + "); the file is damaged or from another version", e);
        }
    }
}
