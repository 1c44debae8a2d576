package io.github.vflow.cli.conformance;

import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ImageSpec.Stage;
import io.github.vflow.flow.spec.ConditionalSpec;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.spec.CouplingSpec;
import io.github.vflow.flow.spec.DequantizerKind;
import io.github.vflow.flow.spec.DequantizerSpec;
import io.github.vflow.flow.spec.ImagePosteriorKind;
import io.github.vflow.flow.spec.ImagePosteriorSpec;
import io.github.vflow.flow.spec.NetSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the spec of the published model from the metadata of an image fixture. */
final class ImageStructure {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEFAULT_LAYOUT = "[[\"cb\", 2], [\"ch\", 2], [\"s2d\"], [\"cb\", 2], [\"ch\", 3]]";

    private ImageStructure() {}

    /**
     * The spec that the metadata {@code config} and {@code layout} describe.
     *
     * @throws IllegalArgumentException if a number or a stage is missing or unknown
     */
    static ImageSpec of(String config, String layout) {
        JsonNode c = JSON.readTree(config);
        int augment = number(c, "extra");
        int filters = number(c, "ctx_units");
        int blocks = number(c, "ctx_blocks");
        int heads = number(c, "heads");
        return new ImageSpec(
                new ImageSpec.Pixels(number(c, "h"), number(c, "w"), number(c, "xc"), number(c, "max_val")),
                augment,
                0,
                stages(JSON.readTree(layout.isEmpty() ? DEFAULT_LAYOUT : layout)),
                new CouplingSpec(CouplingKind.MIXTURE_PAPER, number(c, "components")),
                new NetSpec(number(c, "filters"), number(c, "blocks"), heads, 0),
                new DequantizerSpec(
                        DequantizerKind.VARIATIONAL,
                        ConditionalSpec.of(number(c, "dequant_blocks"), heads, filters, blocks)),
                new ImagePosteriorSpec(
                        augment == 0 ? ImagePosteriorKind.PRIOR : ImagePosteriorKind.PAPER,
                        ConditionalSpec.of(augment == 0 ? 1 : number(c, "post_blocks"), heads, filters, blocks)));
    }

    private static int number(JsonNode config, String name) {
        JsonNode n = config.path(name);
        if (!n.isInt()) {
            throw new IllegalArgumentException(
                    "its metadata config has no whole number \"" + name + "\"; it has " + config.propertyNames());
        }
        return n.intValue();
    }

    private static List<Stage> stages(JsonNode layout) {
        List<Stage> stages = new ArrayList<>();
        for (JsonNode stage : layout) {
            int steps = stage.path(1).asInt(0);
            stages.add(new Stage(
                    switch (stage.path(0).asString()) {
                        case "cb" -> Stage.Kind.COLUMNS;
                        case "ch" -> Stage.Kind.CHANNELS;
                        case "s2d" -> Stage.Kind.SQUEEZE;
                        default ->
                            throw new IllegalArgumentException(
                                    "its metadata layout has the stage " + stage + "; known are cb, ch and s2d");
                    },
                    steps));
        }
        return stages;
    }
}
