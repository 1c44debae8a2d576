package io.github.vflow.flow.testkit;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.util.List;
import java.util.SplittableRandom;

/** Small architectures of images. */
public final class ImageSpecs {
    /** Every kind of stage; fits images of an even number of channels in all. */
    public static final List<Stage> STAGES = List.of(
            new Stage(Kind.COLUMNS, 1),
            new Stage(Kind.CHANNELS, 1),
            new Stage(Kind.SQUEEZE, 0),
            new Stage(Kind.CHECKERBOARD, 1));

    /** With a half of the channels that leaves before each of two changes of scale. */
    public static final List<Stage> FACTORED = List.of(
            new Stage(Kind.COLUMNS, 1),
            Stage.of(Kind.SQUEEZE),
            Stage.of(Kind.FACTOR),
            new Stage(Kind.CHANNELS, 1),
            Stage.of(Kind.FACTOR),
            Stage.of(Kind.SQUEEZE),
            new Stage(Kind.CHANNELS, 1));

    private ImageSpecs() {}

    /** Images [4, 4, 1] of 16 levels with one augmented channel, everything learned. */
    public static ImageSpec tiny() {
        return of(1, 1, STAGES, CouplingSpec.Kind.MIXTURE, DequantizerKind.VARIATIONAL, ImagePosteriorKind.FLOW);
    }

    /** As {@link #tiny}, in the style of the published ImageNet models. */
    public static ImageSpec imageNet() {
        ConditionalSpec.Context context = new ConditionalSpec.Context(4, 1, true, 2);
        return tiny().withNet(new NetSpec(4, 1, 2, 0, true, true))
                .withDequantizer(DequantizerKind.VARIATIONAL, new ConditionalSpec(2, false, 1, 0, context))
                .withPosterior(ImagePosteriorKind.FLOW, new ConditionalSpec(2, false, 1, 2, context));
    }

    /** Images [4, 4, channels] of 16 levels. */
    public static ImageSpec of(
            int channels,
            int augment,
            List<Stage> stages,
            CouplingSpec.Kind coupling,
            DequantizerKind dequantizer,
            ImagePosteriorKind posterior) {
        boolean hasBlocks = stages.stream().anyMatch(s -> s.kind().hasBlocks());
        ConditionalSpec conditional = ConditionalSpec.of(1, 2, hasBlocks ? 4 : 3, 1);
        return new ImageSpec(
                new ImageSpec.Pixels(4, 4, channels, 16),
                augment,
                0,
                stages,
                new CouplingSpec(coupling, 2),
                new NetSpec(4, 1, 2, 0),
                new DequantizerSpec(dequantizer, conditional),
                new ImagePosteriorSpec(posterior, conditional));
    }

    /** A model of random parameters, as far from its start as after some training. */
    public static FlowModel random(ImageSpec spec, long seed) {
        FlowModel model = Models.of(spec, seed);
        Eval.randomise(model.parameters(), 0.3, new SplittableRandom(seed));
        return model;
    }

    /** Pixels of n images. */
    public static double[] pixels(ImageSpec spec, int n, SplittableRandom random) {
        return random.ints((long) n * spec.dimensions(), 0, spec.levels())
                .asDoubleStream()
                .toArray();
    }

    /** As {@link #pixels}, as rows; with labels, each row ends with its own. */
    public static Rows rows(ImageSpec spec, int n, long seed, int... labels) {
        double[] pixels = pixels(spec, n, new SplittableRandom(seed));
        int d = spec.dimensions();
        int width = d + (labels.length == 0 ? 0 : 1);
        float[] flat = new float[n * width];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < width; j++) {
                flat[i * width + j] = j == d ? labels[i] : (float) pixels[i * d + j];
            }
        }
        return Rows.of(flat, width);
    }
}
