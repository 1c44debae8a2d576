package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;

/**
 * The names of custom steps and of a custom base.
 *
 * @param steps in the order in which data passes them
 * @param bases at most one
 */
public record CustomNamesJson(List<String> steps, List<String> bases) {
    public static JsonObject write(CustomParts parts) {
        return JsonObject.builder()
                .put("steps", JsonArray.of(parts.steps().keySet(), JsonValue::of))
                .put("bases", JsonArray.of(parts.bases().keySet(), JsonValue::of))
                .build();
    }

    public static CustomNamesJson read(Fields f) {
        return new CustomNamesJson(
                f.get("steps").list(Field::text), f.get("bases").list(Field::text));
    }
}
