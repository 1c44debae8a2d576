package io.github.vflow.lab.conformance;

import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads the spec of the published model from the metadata of an image fixture. */
final class ImageStructure {
    private static final String DEFAULT_LAYOUT = "[[\"cb\", 2], [\"ch\", 2], [\"s2d\"], [\"cb\", 2], [\"ch\", 3]]";

    private ImageStructure() {}

    /**
     * The spec that the metadata {@code config} and {@code layout} describe.
     *
     * @throws IllegalArgumentException if a number or a stage is missing or unknown
     */
    static ImageSpec of(String config, String layout) {
        JsonValue c = JsonValue.parse(config);
        int augment = number(c, "extra");
        int filters = number(c, "ctx_units");
        int blocks = number(c, "ctx_blocks");
        int heads = number(c, "heads");
        return new ImageSpec(
                new ImageSpec.Pixels(number(c, "h"), number(c, "w"), number(c, "xc"), number(c, "max_val")),
                augment,
                0,
                stages(JsonValue.parse(layout.isEmpty() ? DEFAULT_LAYOUT : layout)),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, number(c, "components")),
                new NetSpec(number(c, "filters"), number(c, "blocks"), heads, 0),
                new DequantizerSpec(
                        DequantizerKind.VARIATIONAL,
                        ConditionalSpec.of(number(c, "dequant_blocks"), heads, filters, blocks)),
                new ImagePosteriorSpec(
                        augment == 0 ? ImagePosteriorKind.PRIOR : ImagePosteriorKind.PAPER,
                        ConditionalSpec.of(augment == 0 ? 1 : number(c, "post_blocks"), heads, filters, blocks)));
    }

    private static int number(JsonValue config, String name) {
        return whole(config.field(name))
                .orElseThrow(() -> new IllegalArgumentException(
                        "its metadata config has no whole number \"" + name + "\"; it has " + names(config)));
    }

    private static Set<String> names(JsonValue config) {
        return config instanceof JsonObject object ? object.fields().keySet() : Set.of();
    }

    /** A number that fits an int. */
    static Optional<Integer> whole(Optional<JsonValue> value) {
        return value.flatMap(v -> {
            OptionalLong n = v instanceof JsonNumber number ? number.toLong() : OptionalLong.empty();
            return n.isPresent() && n.getAsLong() == (int) n.getAsLong()
                    ? Optional.of((int) n.getAsLong())
                    : Optional.empty();
        });
    }

    private static List<Stage> stages(JsonValue layout) {
        return items(layout).stream()
                .map(stage -> new Stage(kind(stage), whole(item(stage, 1)).orElse(0)))
                .toList();
    }

    private static Stage.Kind kind(JsonValue stage) {
        return switch (item(stage, 0).orElse(new JsonNull()) instanceof JsonText word ? word.text() : "") {
            case "cb" -> Stage.Kind.COLUMNS;
            case "ch" -> Stage.Kind.CHANNELS;
            case "s2d" -> Stage.Kind.SQUEEZE;
            default ->
                throw new IllegalArgumentException(
                        "its metadata layout has the stage " + stage + "; known are cb, ch and s2d");
        };
    }

    private static List<JsonValue> items(JsonValue value) {
        return value instanceof JsonArray array ? array.items() : List.of();
    }

    private static Optional<JsonValue> item(JsonValue value, int index) {
        return items(value).stream().skip(index).findFirst();
    }
}
