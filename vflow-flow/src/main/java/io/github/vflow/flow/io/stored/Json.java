package io.github.vflow.flow.io.stored;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** JSON texts in the metadata of a file. Nothing is left out, null, or of another type, and no key is there twice. */
public final class Json {
    private static final int SHOWN = 300;

    private Json() {}

    public static String write(List<String> texts) {
        return JsonArray.of(texts, JsonValue::of).toString();
    }

    public static String write(Map<String, String> texts) {
        JsonObject.Builder b = JsonObject.builder();
        texts.forEach(b::put);
        return b.build().toString();
    }

    /**
     * Reads a text back.
     *
     * @param where the file and the key, for the message
     */
    public static <T> T read(String where, String json, Function<Field, T> reader) throws FileFormatException {
        try {
            return reader.apply(Field.root(JsonValue.parse(json)));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String shown = reason.length() <= SHOWN ? reason : reason.substring(0, SHOWN) + "…";
            throw new FileFormatException(
                    where + ": cannot be read (" + shown + "); the file is damaged or from another version", e);
        }
    }
}
