package io.github.vflow.flow.io;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

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

    private final SequencedMap<String, JsonValue> fields;

    private Version2(JsonObject old) {
        this.fields = new LinkedHashMap<>(old.fields());
    }

    /** The architecture of a model of rows. */
    static JsonObject rows(JsonObject old) {
        Version2 o = new Version2(old);
        o.group("coupling", Map.of("kind", "coupling", "components", "components"));
        o.group("conditioner", Map.of("hidden", "hidden", "activation", "activation"));
        o.group("posterior", Map.of("kind", "posterior", "steps", "posteriorSteps"));
        o.group("moments", Map.of("mean", "mean", "std", "std"));
        return new JsonObject(o.fields);
    }

    /** The architecture of a model of images. */
    static JsonObject images(JsonObject old) {
        Version2 o = new Version2(old);
        o.rename("coupling", COUPLINGS);
        o.group("coupling", Map.of("kind", "coupling", "components", "components"));
        o.group("dequantizer", Map.of("kind", "dequantizer", "flow", "r"));
        o.group("posterior", Map.of("kind", "posterior", "flow", "q"));
        return new JsonObject(o.fields);
    }

    /** The plan of a training. */
    static JsonObject plan(JsonObject old) {
        Version2 o = new Version2(old);
        o.schedule();
        o.group("evaluation", Map.of("every", "evaluateEvery", "patience", "patience"));
        o.group("recompute", Map.of("memory", "memory", "segments", "again"));
        o.fields.put(
                "optimizer",
                JsonObject.builder()
                        .put("beta1", 0.9)
                        .put("beta2", 0.999)
                        .put("epsilon", 1e-8)
                        .put("form", "KINGMA_BA")
                        .build());
        return new JsonObject(o.fields);
    }

    /** A warm-up was a number of steps before any schedule, zero for none; schedules that fall had the steps of the plan. */
    private void schedule() {
        rename("decay", SCHEDULES);
        JsonObject.Builder schedule = JsonObject.builder();
        boolean constant = JsonValue.of("Constant").equals(fields.get("decay"));
        move("decay", "kind", schedule);
        move("learningRate", "rate", schedule);
        @Nullable JsonValue steps = fields.get("steps");
        if (!constant && steps != null) {
            schedule.put("steps", steps);
        }
        @Nullable JsonValue warmUp = fields.remove("warmUp");
        JsonObject decay = schedule.build();
        if (warmUp == null || warmUp.equals(JsonValue.of(0))) {
            fields.put("schedule", decay);
        } else {
            JsonObject.Builder first = JsonObject.builder().put("kind", "WarmUp");
            fields.put("schedule", first.put("steps", warmUp).put("then", decay).build());
        }
    }

    /** Moves fields into one object: its fields, by their names from before. */
    private void group(String name, Map<String, String> names) {
        JsonObject.Builder parts = JsonObject.builder();
        names.forEach((now, before) -> move(before, now, parts));
        fields.put(name, parts.build());
    }

    private void move(String before, String now, JsonObject.Builder to) {
        @Nullable JsonValue value = fields.remove(before);
        if (value != null) {
            to.put(now, value);
        }
    }

    private void rename(String field, Map<String, String> words) {
        if (fields.get(field) instanceof JsonText word && words.containsKey(word.text())) {
            fields.put(field, JsonValue.of(words.get(word.text())));
        }
    }
}
