package io.github.vflow.flow.io;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of versions 1 and 2, whose records had all fields side by side, as the grouped fields of today. A field that is missing stays
 * missing, for the reader to complain about.
 */
final class Version2 {
    /** The last version with these fields. */
    static final int NUMBER = 2;

    private static final Map<String, String> COUPLINGS = Map.of("EXACT", "MIXTURE", "PAPER", "MIXTURE_PAPER");
    private static final Map<String, String> SCHEDULES =
            Map.of("CONSTANT", "Constant", "LINEAR", "Linear", "COSINE", "Cosine");

    private Version2() {}

    /** The architecture of a model of rows. */
    static ObjectNode rows(ObjectNode old) {
        group(old, "coupling", Map.of("kind", "coupling", "components", "components"));
        group(old, "conditioner", Map.of("hidden", "hidden", "activation", "activation"));
        group(old, "posterior", Map.of("kind", "posterior", "steps", "posteriorSteps"));
        group(old, "moments", Map.of("mean", "mean", "std", "std"));
        return old;
    }

    /** The architecture of a model of images. */
    static ObjectNode images(ObjectNode old) {
        rename(old, "coupling", COUPLINGS);
        group(old, "coupling", Map.of("kind", "coupling", "components", "components"));
        group(old, "dequantizer", Map.of("kind", "dequantizer", "flow", "r"));
        group(old, "posterior", Map.of("kind", "posterior", "flow", "q"));
        return old;
    }

    /** The plan of a training. */
    static ObjectNode plan(ObjectNode old) {
        JsonNode warmUp = old.remove("warmUp");
        rename(old, "decay", SCHEDULES);
        boolean constant = "Constant".equals(old.path("decay").asString(""));
        JsonNode steps = old.get("steps");
        group(old, "schedule", Map.of("kind", "decay", "rate", "learningRate"));
        if (!constant && steps != null) {
            ((ObjectNode) old.get("schedule")).set("steps", steps);
        }
        boolean none = warmUp == null || (warmUp.isIntegralNumber() && warmUp.asLong() == 0);
        if (!none) {
            ObjectNode first = object().put("kind", "WarmUp");
            first.set("steps", warmUp);
            first.set("then", old.get("schedule"));
            old.set("schedule", first);
        }
        group(old, "evaluation", Map.of("every", "evaluateEvery", "patience", "patience"));
        group(old, "recompute", Map.of("memory", "memory", "segments", "again"));
        old.set(
                "optimizer",
                object().put("beta1", 0.9)
                        .put("beta2", 0.999)
                        .put("epsilon", 1e-8)
                        .put("form", "KINGMA_BA"));
        return old;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Moves fields into one object: its fields, by their names from before. */
    private static void group(ObjectNode old, String name, Map<String, String> fields) {
        ObjectNode parts = object();
        fields.forEach((now, before) -> {
            @Nullable JsonNode value = old.remove(before);
            if (value != null) {
                parts.set(now, value);
            }
        });
        old.set(name, parts);
    }

    private static void rename(ObjectNode old, String field, Map<String, String> words) {
        String before = old.path(field).asString("");
        if (words.containsKey(before)) {
            old.put(field, words.get(before));
        }
    }
}
