package io.github.vflow.flow;

import io.github.vflow.flow.ImageSpec.Coupling;
import io.github.vflow.flow.ImageSpec.Dequantizer;
import io.github.vflow.flow.ImageSpec.Pixels;
import io.github.vflow.flow.ImageSpec.Posterior;
import io.github.vflow.flow.ImageSpec.Stage;
import io.github.vflow.flow.ImageSpec.Stage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Architectures with names: the published ones to the last parameter, and small ones for a CPU. */
public final class ImagePresets {
    private static final Map<String, Supplier<ImageSpec>> ALL = new TreeMap<>(Map.of(
            "vflow-cifar10", () -> cifar10(3),
            "flowpp-cifar10", () -> cifar10(0),
            "digits", () -> small(8, 8, 1, 17, 1, 16, 1),
            "grey-28", () -> small(28, 28, 1, 256, 1, 16, 1),
            "grey-16", () -> small(16, 16, 1, 256, 1, 16, 1),
            "grey-32", () -> small(32, 32, 1, 256, 1, 16, 1)));

    private ImagePresets() {}

    /** The names. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The architecture of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ImageSpec named(String name) {
        Supplier<ImageSpec> found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no preset \"" + name + "\"; there are " + String.join(", ", names()));
        }
        return found.get();
    }

    /** The largest models of the VFlow paper's Sec. 6: 39,700,096 parameters with three channels more, 31,443,440 without. */
    private static ImageSpec cifar10(int augment) {
        return new ImageSpec(
                new Pixels(32, 32, 3, 256),
                augment,
                0,
                stages(3 + augment),
                Coupling.PAPER,
                32,
                new NetSpec(96, 10, 4, 0.2),
                Dequantizer.VARIATIONAL,
                ConditionalSpec.of(2, 32, 3),
                augment == 0 ? Posterior.PRIOR : Posterior.PAPER,
                ConditionalSpec.of(3, 32, 3));
    }

    /**
     * A small model: exact couplings of 8 logistics, one block in each conditioner of r and q, four heads if
     * the filters allow, no dropout.
     */
    public static ImageSpec small(
            int height, int width, int channels, int levels, int augment, int filters, int blocks) {
        ConditionalSpec conditional = ConditionalSpec.of(1, filters, 1);
        return new ImageSpec(
                new Pixels(height, width, channels, levels),
                augment,
                0,
                stages(channels + augment),
                Coupling.EXACT,
                8,
                new NetSpec(filters, blocks, filters % 4 == 0 ? 4 : 1, 0),
                Dequantizer.VARIATIONAL,
                conditional,
                augment == 0 ? Posterior.PRIOR : Posterior.FLOW,
                conditional);
    }

    /** Nine steps, with a change of scale, as published; an odd number of channels in all cannot be halved before it. */
    public static List<Stage> stages(int channels) {
        return stages(channels, 1, false);
    }

    /**
     * Four steps, then for each change of scale five.
     *
     * @param channels in all
     * @param scales changes of scale
     * @param factored whether half of the channels leave at each
     */
    public static List<Stage> stages(int channels, int scales, boolean factored) {
        if (scales < 0) {
            throw new IllegalArgumentException("ImagePresets: scales must not be negative but is " + scales);
        }
        boolean even = channels % 2 == 0;
        List<Stage> stages = new ArrayList<>();
        stages.addAll(
                even
                        ? List.of(new Stage(Kind.COLUMNS, 2), new Stage(Kind.CHANNELS, 2))
                        : List.of(new Stage(Kind.COLUMNS, 4)));
        for (int i = 0; i < scales; i++) {
            stages.add(Stage.of(Kind.SQUEEZE));
            if (factored) {
                stages.add(Stage.of(Kind.FACTOR));
            }
            stages.addAll(
                    even
                            ? List.of(new Stage(Kind.COLUMNS, 2), new Stage(Kind.CHANNELS, 3))
                            : List.of(new Stage(Kind.CHANNELS, 2), new Stage(Kind.COLUMNS, 3)));
        }
        return List.copyOf(stages);
    }
}
