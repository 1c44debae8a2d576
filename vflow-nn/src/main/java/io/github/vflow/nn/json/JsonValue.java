package io.github.vflow.nn.json;

import java.util.Optional;

/** A JSON value. Its {@code toString} is its text on one line. Immutable. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonText, JsonNumber, JsonBool, JsonNull {
    /**
     * Reads a text.
     *
     * @throws JsonException if it is not one JSON value and nothing more, an object has a name twice, or it exceeds a limit of Jackson's
     *     {@code StreamReadConstraints}
     */
    static JsonValue parse(String text) {
        return JsonReader.read(text);
    }

    /**
     * Reads a text in UTF-8.
     *
     * @throws JsonException as {@link #parse(String)} does
     */
    static JsonValue parse(byte[] text) {
        return JsonReader.read(text);
    }

    /** A text. */
    static JsonValue of(String text) {
        return new JsonText(text);
    }

    /** A whole number. */
    static JsonValue of(long number) {
        return new JsonNumber(Long.toString(number));
    }

    /** A number; one that is not finite becomes the text NaN, Infinity or -Infinity, since JSON has no such numbers. */
    static JsonValue of(double number) {
        String text = Double.toString(number);
        return Double.isFinite(number) ? new JsonNumber(text) : new JsonText(text);
    }

    /** True or false. */
    static JsonValue of(boolean value) {
        return new JsonBool(value);
    }

    /** The field of a name, if this is an object and has it. */
    default Optional<JsonValue> field(String name) {
        return this instanceof JsonObject object
                ? Optional.ofNullable(object.fields().get(name))
                : Optional.empty();
    }

    /** The text on one line, in UTF-8. */
    default byte[] toBytes() {
        return JsonWriter.bytes(this);
    }
}
