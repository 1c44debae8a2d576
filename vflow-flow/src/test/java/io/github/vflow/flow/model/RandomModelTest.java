package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.RandomSpecs;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The loss of any model, and its gradient, are near those in double; and for each layout the same bits on one thread and two, with
 * shared memory and without, fused or not.
 */
final class RandomModelTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final double SCALE_OF_ROWS = 0.12;
    private static final double SCALE_OF_IMAGES = 0.3;

    /** The reference engine keeps each of their many intermediate values. */
    private static final int MOST_ROWS_OF_SPLINES = 64;

    @Property
    void enginesAgreeOnRows(@ForAll long seed) {
        if (isForTheNight(seed)) {
            return;
        }
        SplittableRandom random = new SplittableRandom(seed);
        RandomSpecs specs = new RandomSpecs(random);
        int batch = specs.any(1, 3, 16, 37, 64, 300, 1_100);
        RowSpec spec = specs.rows();
        assertAgree(spec, SCALE_OF_ROWS, hasKnots(spec) ? Math.min(batch, MOST_ROWS_OF_SPLINES) : batch, random);
    }

    @Property(tries = 30)
    void enginesAgreeOnMixtures(@ForAll long seed) {
        if (isForTheNight(seed)) {
            return;
        }
        SplittableRandom random = new SplittableRandom(seed);
        Spec.Mixture spec = new RandomSpecs(random).mixture();
        assertAgree(spec, SCALE_OF_ROWS, 16, random);
    }

    @Property(tries = 30)
    void enginesAgreeOnImages(@ForAll long seed) {
        if (isForTheNight(seed)) {
            return;
        }
        SplittableRandom random = new SplittableRandom(seed);
        RandomSpecs specs = new RandomSpecs(random);
        int batch = specs.any(1, 3, 27, 32, 40, 64);
        assertAgree(specs.images(), SCALE_OF_IMAGES, batch, random);
    }

    /** Tells whether a seed is left to the night: by day one of three is tried. */
    private static boolean isForTheNight(long seed) {
        return !NIGHTLY && Math.floorMod(seed, 3) != 0;
    }

    private static void assertAgree(Spec spec, double scale, int batch, SplittableRandom random) {
        Model model = Models.of(spec, random.nextLong());
        Eval.randomise(model.parameters(), scale, random);
        Trace t = new Trace();
        Segment.use(t, random.nextBoolean() ? Memory.STORED : Memory.CHECKPOINTED, Integer.MAX_VALUE);
        model.parameters().flat(t);
        Tensor loss = model.bound(t.batch(Model.X, Shape.of(batch, model.inputWidth())))
                .mean(0)
                .negate();
        t.output("loss", loss);
        t.output("gradient", TrainingProgram.gradient(model, loss));
        Map<String, double[]> in = inputs(spec, model, batch, random);
        String what = spec + ", batch " + batch;

        Map<String, double[]> expected = Eval.of(Eval.REFERENCE, t, in);
        VectorEngine usual = (VectorEngine) Engines.vector(2);
        for (boolean layout : new boolean[] {true, false}) {
            VectorEngine plain = new VectorEngine(usual.kernels(), 1, layout, false, false);
            VectorEngine all = new VectorEngine(usual.kernels(), 2, layout, true, true);
            Map<String, double[]> actual = Eval.of(plain, t, in);
            Map<String, double[]> again = Eval.of(all, t, in);
            expected.forEach((name, y) -> {
                String which = what + (layout ? ", laid out: " : ": ") + name;
                double largest = Arrays.stream(y).map(Math::abs).max().orElseThrow();
                boolean isFloat = largest <= Float.MAX_VALUE;
                if (isFloat && (name.equals("loss") || !hasKnots(spec))) {
                    Approx.assertClose(which, y, actual.get(name), Approx.FLOAT32_MODEL.of(largest));
                }
                assertArrayEquals(actual.get(name), again.get(name), which);
            });
        }
    }

    /** The gradient of a logDet jumps at knots, on whose other side float32 may find itself. */
    private static boolean hasKnots(Spec spec) {
        return switch (spec) {
            case RowSpec s -> s.steps().coupling().kind() == CouplingSpec.Kind.SPLINE;
            case Spec.Mixture s -> s.members().stream().anyMatch(RandomModelTest::hasKnots);
            case ImageSpec s -> s.coupling().kind() == CouplingSpec.Kind.SPLINE;
        };
    }

    private static double[] standardised(Model model, double[] cells) {
        float[] standard = new float[cells.length / model.width() * model.inputWidth()];
        model.standardize(cells, standard);
        return IntStream.range(0, standard.length).mapToDouble(i -> standard[i]).toArray();
    }

    private static Map<String, double[]> inputs(Spec spec, Model model, int batch, SplittableRandom random) {
        Map<String, double[]> in = new HashMap<>();
        in.put(Parameters.INPUT, Eval.values(model.parameters()));
        in.put(
                Model.X,
                switch (spec) {
                    case ImageSpec s -> pixels(s, model.width(), batch, random);
                    case Spec.Mixture s ->
                        standardised(
                                model, new RandomSpecs(random).cells(s.members().getFirst(), batch));
                    case RowSpec s -> standardised(model, new RandomSpecs(random).cells(s, batch));
                });
        if (model.noise() > 0) {
            in.put(Model.NOISE, Eval.normal(batch * model.noise(), 1, random));
        }
        return in;
    }

    /** Rows of some images, each with its class if the model has classes. */
    private static double[] pixels(ImageSpec spec, int width, int batch, SplittableRandom random) {
        double[] pixels = ImageSpecs.pixels(spec, batch, random);
        double[] x = new double[batch * width];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(pixels, i * spec.dimensions(), x, i * width, spec.dimensions());
            if (width > spec.dimensions()) {
                x[i * width + spec.dimensions()] = random.nextInt(spec.classes());
            }
        }
        return x;
    }
}
