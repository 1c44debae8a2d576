package io.github.vflow.nn.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * Named values in order.
 *
 * @param fields the values by name
 */
public record JsonObject(SequencedMap<String, JsonValue> fields) implements JsonValue {
    /** With a copy of the map. */
    public JsonObject {
        fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    /** A builder without fields. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects fields; a later one replaces one of the same name. Mutable and not thread-safe. */
    public static final class Builder {
        private final SequencedMap<String, JsonValue> fields = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a value. */
        public Builder put(String name, JsonValue value) {
            fields.put(name, value);
            return this;
        }

        /** Adds a text. */
        public Builder put(String name, String text) {
            return put(name, JsonValue.of(text));
        }

        /** Adds a whole number. */
        public Builder put(String name, long number) {
            return put(name, JsonValue.of(number));
        }

        /** Adds a number, as {@link JsonValue#of(double)} has it. */
        public Builder put(String name, double number) {
            return put(name, JsonValue.of(number));
        }

        /** Adds true or false. */
        public Builder put(String name, boolean value) {
            return put(name, JsonValue.of(value));
        }

        /** Adds the name of a constant. */
        public Builder put(String name, Enum<?> constant) {
            return put(name, constant.name());
        }

        /** The object of the fields so far. */
        public JsonObject build() {
            return new JsonObject(fields);
        }
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
