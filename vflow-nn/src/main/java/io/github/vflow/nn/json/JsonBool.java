package io.github.vflow.nn.json;

/**
 * True or false.
 *
 * @param value which
 */
public record JsonBool(boolean value) implements JsonValue {
    @Override
    public String toString() {
        return Boolean.toString(value);
    }
}
