package io.github.vflow.cli.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The header of a file as version 1 wrote it: without a checksum, and with all fields of specification and plan side by side. */
public final class AsVersion1 {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AsVersion1() {}

    /** The header in JSON. */
    public static byte[] header(byte[] json) {
        ObjectNode header = (ObjectNode) JSON.readTree(json);
        ObjectNode metadata = (ObjectNode) header.get("__metadata__");
        metadata.remove("crc32c");
        metadata.put("version", "1");
        boolean images = metadata.path("kind").asString("rows").equals("images");
        ObjectNode spec = object(metadata, "spec");
        flat(spec, "coupling", Map.of("kind", "coupling", "components", "components"));
        if (images) {
            flat(spec, "dequantizer", Map.of("kind", "dequantizer", "flow", "r"));
            flat(spec, "posterior", Map.of("kind", "posterior", "flow", "q"));
        } else {
            flat(spec, "conditioner", Map.of("hidden", "hidden", "activation", "activation"));
            flat(spec, "posterior", Map.of("kind", "posterior", "steps", "posteriorSteps"));
            flat(spec, "moments", Map.of("mean", "mean", "std", "std"));
        }
        metadata.put("spec", spec.toString());
        if (metadata.has("plan")) {
            ObjectNode plan = object(metadata, "plan");
            plan.remove("optimizer");
            flat(plan, "schedule", Map.of("kind", "decay", "rate", "learningRate"));
            plan.put("decay", plan.get("decay").asString().toUpperCase(java.util.Locale.ROOT));
            plan.put("warmUp", 0);
            flat(plan, "evaluation", Map.of("every", "evaluateEvery", "patience", "patience"));
            flat(plan, "recompute", Map.of("memory", "memory", "segments", "again"));
            metadata.put("plan", plan.toString());
        }
        return header.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode object(ObjectNode metadata, String key) {
        return (ObjectNode) JSON.readTree(metadata.get(key).asString());
    }

    private static void flat(ObjectNode object, String group, Map<String, String> names) {
        ObjectNode parts = (ObjectNode) object.remove(group);
        names.forEach((now, before) -> object.set(before, parts.get(now)));
    }
}
