package io.github.vflow.nn.json;

/**
 * A text.
 *
 * @param text without quotes and escapes
 */
public record JsonText(String text) implements JsonValue {
    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
