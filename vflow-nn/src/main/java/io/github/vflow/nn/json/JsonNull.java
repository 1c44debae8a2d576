package io.github.vflow.nn.json;

/** The absence of a value. */
public record JsonNull() implements JsonValue {
    @Override
    public String toString() {
        return "null";
    }
}
