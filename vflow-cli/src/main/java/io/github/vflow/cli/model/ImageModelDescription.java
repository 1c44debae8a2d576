package io.github.vflow.cli.model;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.util.stream.Collectors;

/** Describes the architecture of a model of images in text. */
public final class ImageModelDescription {
    private ImageModelDescription() {}

    public static String describe(String name, ImageSpec s) {
        StringBuilder text = new StringBuilder(name);
        text.append(Text.format(
                ": a %s of images %d × %d × %d with %d levels%n",
                s.augment() == 0 ? "Flow++" : "VFlow", s.height(), s.width(), s.channels(), s.levels()));
        if (s.augment() > 0) {
            text.append(Text.format("  augmented   %d %s%n", s.augment(), s.augment() == 1 ? "channel" : "channels"));
        }
        if (s.classes() > 0) {
            text.append(Text.format("  condition   the class, of %d%n", s.classes()));
        }
        text.append(Text.format(
                "  stages      %s%n",
                s.layout().stream().map(ImageModelDescription::stage).collect(Collectors.joining(", "))));
        text.append(Text.format(
                "  steps       norm, %s%s by %d %s, %d heads%s",
                s.layout().stream().allMatch(stage -> stage.kind() == Stage.Kind.PATCHES || stage.steps() == 0)
                        ? ""
                        : "pointwise map, ",
                coupling(s.coupling()),
                s.net().blocks(),
                s.layout().stream().anyMatch(stage -> stage.kind().hasBlocks())
                        ? "transformer blocks of " + s.net().filters() + " features"
                        : "blocks of " + s.net().filters() + " filters",
                s.net().heads(),
                s.net().weightNorm() ? ", normalised weights" : ""));
        text.append(Text.format(
                "%n  r(u|x)      %s",
                s.dequantizer().kind() == DequantizerKind.UNIFORM
                        ? "uniform"
                        : steps(s.dequantizer().flow()) + ", into the unit cube"));
        if (s.augment() > 0) {
            text.append(Text.format("%n  q(z|x)      %s", posterior(s)));
        }
        return text.toString();
    }

    private static String coupling(CouplingSpec map) {
        String parts = map.kind().isMixture() ? " logistics" : " bins";
        return EnumWords.of(map.kind()) + (map.kind().hasComponents() ? " of " + map.components() + parts : "");
    }

    private static String stage(Stage stage) {
        return switch (stage.kind()) {
            case SQUEEZE -> "squeeze";
            case FACTOR -> "factor out half of the channels";
            case PATCHES -> stage.steps() + " from patch to patch";
            case COLUMNS, CHECKERBOARD, CHANNELS, JET_CHECKERBOARD, JET_CHANNELS ->
                stage.steps() + " on " + EnumWords.of(stage.kind());
        };
    }

    private static String steps(ConditionalSpec flow) {
        return flow.steps() + " steps of " + flow.blocks() + " blocks" + (flow.pointwise() ? "" : ", no pointwise map")
                + (flow.heads() == 0 ? ", no attention" : "");
    }

    private static String posterior(ImageSpec s) {
        return switch (s.posterior().kind()) {
            case PRIOR -> "the prior N(0, I)";
            case FLOW -> steps(s.posterior().flow());
            case PAPER -> steps(s.posterior().flow()) + ", into the unit cube as published";
        };
    }
}
