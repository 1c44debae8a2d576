package io.github.vflow.cli.fuzz;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The header of a file as version 1 wrote it: without a checksum, and with all fields of specification and plan side by side. */
public final class AsVersion1 {
    private AsVersion1() {}

    /** The header in JSON. */
    public static byte[] header(byte[] json) {
        SequencedMap<String, JsonValue> header = Form.fields(JsonValue.parse(json));
        SequencedMap<String, JsonValue> metadata = Form.fields(header.get("__metadata__"));
        metadata.remove("crc32c");
        put(metadata, "version", "1");
        SequencedMap<String, JsonValue> spec = object(metadata, "spec");
        flat(spec, "coupling", Map.of("kind", "coupling", "components", "components"));
        if (JsonValue.of("images").equals(metadata.get("kind"))) {
            flat(spec, "dequantizer", Map.of("kind", "dequantizer", "flow", "r"));
            flat(spec, "posterior", Map.of("kind", "posterior", "flow", "q"));
        } else {
            flat(spec, "conditioner", Map.of("hidden", "hidden", "activation", "activation"));
            flat(spec, "posterior", Map.of("kind", "posterior", "steps", "posteriorSteps"));
            flat(spec, "moments", Map.of("mean", "mean", "std", "std"));
        }
        put(metadata, "spec", new JsonObject(spec).toString());
        if (metadata.containsKey("plan")) {
            SequencedMap<String, JsonValue> plan = object(metadata, "plan");
            plan.remove("optimizer");
            flat(plan, "schedule", Map.of("kind", "decay", "rate", "learningRate"));
            put(plan, "decay", text(plan, "decay").toUpperCase(Locale.ROOT));
            plan.put("warmUp", JsonValue.of(0));
            flat(plan, "evaluation", Map.of("every", "evaluateEvery", "patience", "patience"));
            flat(plan, "recompute", Map.of("memory", "memory", "segments", "again"));
            put(metadata, "plan", new JsonObject(plan).toString());
        }
        header.put("__metadata__", new JsonObject(metadata));
        return new JsonObject(header).toBytes();
    }

    private static SequencedMap<String, JsonValue> object(Map<String, JsonValue> metadata, String key) {
        return Form.fields(JsonValue.parse(text(metadata, key)));
    }

    private static String text(Map<String, JsonValue> object, String key) {
        return ((JsonText) object.get(key)).text();
    }

    private static void put(Map<String, JsonValue> object, String key, String text) {
        object.put(key, JsonValue.of(text));
    }

    private static void flat(Map<String, JsonValue> object, String group, Map<String, String> names) {
        JsonValue parts = object.remove(group);
        names.forEach((now, before) -> object.put(before, parts.field(now).orElseThrow()));
    }
}
