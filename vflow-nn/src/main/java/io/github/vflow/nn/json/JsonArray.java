package io.github.vflow.nn.json;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Values in order.
 *
 * @param items the values
 */
public record JsonArray(List<JsonValue> items) implements JsonValue {
    /** With a copy of the list. */
    public JsonArray {
        items = List.copyOf(items);
    }

    /** The values that a function makes of some items. */
    public static <T> JsonArray of(Collection<T> items, Function<? super T, ? extends JsonValue> value) {
        return new JsonArray(items.stream().<JsonValue>map(value).toList());
    }

    @Override
    public String toString() {
        return JsonWriter.text(this);
    }
}
