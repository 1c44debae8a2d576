package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;

/**
 * The names of custom steps and of a custom base.
 *
 * @param steps in the order in which data passes them
 * @param bases at most one
 */
public record CustomNamesJson(List<String> steps, List<String> bases) {
    public static CustomNamesJson of(CustomParts parts) {
        return new CustomNamesJson(
                List.copyOf(parts.steps().keySet()), List.copyOf(parts.bases().keySet()));
    }

    public static CustomNamesJson names(Components<CustomNamesJson> c) {
        return new CustomNamesJson(
                c.list("steps", CustomNamesJson::steps, JsonValue::of, Field::text),
                c.list("bases", CustomNamesJson::bases, JsonValue::of, Field::text));
    }
}
