package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.InvertibleLinear;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Mlp;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One batch initialises every ActNorm of a chain, each from the output of the layer before it. */
final class InitialisationTest {
    private static final long SEED = Seeds.of("InitialisationTest");
    private static final int BATCH = 200;
    /** ActNorm adds 1e−6 to the standard deviation, and keeps its numbers in float32. */
    private static final double ROUNDING = 1e-5;

    private final Parameters parameters = new Parameters();
    private final List<Bijector> parts = List.of(
            ActNorm.of(parameters.scope().in(0), 2),
            between(0),
            ActNorm.of(parameters.scope().in(1), 2),
            between(1),
            ActNorm.of(parameters.scope().in(2), 2));

    private Bijector between(int step) {
        LogisticMixture mixture = new LogisticMixture(3);
        Mlp net = Mlp.of(
                parameters.scope().in(step).in("mlp"),
                1,
                List.of(4),
                mixture.parameters(),
                Activation.TANH,
                Initializer.zeros(),
                Initializer.zeros());
        return Chain.of(InvertibleLinear.of(parameters.scope().in(step), 2), new Coupling(1, 2, net::apply, mixture));
    }

    @Test
    void everyActNormHasMeanZeroAndVarianceOneAfterOnePass() {
        Eval.randomise(parameters, 0.5, new SplittableRandom(SEED));
        FlowModel flow = FlowModel.of(2, new Chain(parts), parameters);
        BatchSource moons = BatchSource.of(2, ToyDensity.MOONS.sampler(SEED));
        Trainer.initialise(flow, Eval.REFERENCE, moons, BATCH, SEED);
        double[] x = new double[2 * BATCH];
        moons.fill(0, x);
        for (int n : new int[] {1, 3, 5}) {
            Trace t = new Trace();
            parameters.flat(t);
            t.output(
                    "y",
                    new Chain(parts.subList(0, n))
                            .forward(t.batch("x", Shape.of(BATCH, 2)))
                            .value());
            double[] y = Eval.of(Eval.REFERENCE, t, Map.of("x", x, Parameters.INPUT, Eval.values(parameters)))
                    .get("y");
            assertMoments("after part " + n + ", seed " + SEED, y);
        }
    }

    private static void assertMoments(String where, double[] y) {
        for (int j = 0; j < 2; j++) {
            double mean = 0;
            double square = 0;
            for (int i = j; i < y.length; i += 2) {
                mean += y[i] / BATCH;
                square += y[i] * y[i] / BATCH;
            }
            assertEquals(0, mean, ROUNDING, "mean " + where);
            assertEquals(1, square, ROUNDING, "variance " + where);
        }
    }

    @Test
    void oneRowHasNoSpread() {
        FlowModel flow = FlowModel.of(2, new Chain(parts), parameters);
        assertEquals(
                "Trainer.initialise: batchSize must be at least 2 but is 1; one row has no spread",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Trainer.initialise(
                                        flow, Eval.REFERENCE, BatchSource.of(2, (_, _) -> {}), 1, SEED))
                        .getMessage());
    }

    /** A column that varies, and one that does not but for a spread, in a batch that has seen too little of it. */
    private static BatchSource mostlyConstant(double spread) {
        return BatchSource.of(2, (_, rows) -> {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < rows.length; i += 2) {
                rows[i] = (float) random.nextGaussian();
                rows[i + 1] = (float) (0.031 + spread * random.nextGaussian());
            }
        });
    }

    /** After a standardisation a scale of more than ten would be that of a batch that has seen too little. */
    @Test
    void aColumnThatIsConstantInTheBatchStartsBounded() {
        RowSpec raw = RowSpec.of(2, 0, 2);
        RowSpec standardised = raw.withMoments(new Columns.Moments(List.of(0.0, 0.0), List.of(1.0, 1.0)));
        for (RowSpec spec : List.of(raw, standardised)) {
            FlowModel flow = Models.of(spec, SEED);
            Trainer.initialise(
                    flow,
                    Eval.REFERENCE,
                    mostlyConstant(spec.columns().moments().areNone() ? 0 : 1e-3),
                    BATCH,
                    SEED);
            float[] g = flow.parameters().get(flow.parameters().named("p.0.g"));
            assertEquals(1, g[0], 0.2, "the column that varies");
            assertEquals(spec.columns().moments().areNone() ? 1 : 10, g[1], 1e-5, "the column that does not");
            double[] odd = SmallModels.elbo(flow, Eval.REFERENCE, Rows.of(new double[][] {{0, 31}}), SEED);
            assertTrue(odd[0] > -1e5, "a row that is odd costs " + odd[0] + " nats");
        }
    }

    @Test
    void modelsStartOnSomeThousandRows() {
        assertEquals(256, Trainer.initialRows(100, 32));
        assertEquals(1_000, Trainer.initialRows(1_000, 32));
        assertEquals(8_192, Trainer.initialRows(10_000, 32));
        assertEquals(9_000, Trainer.initialRows(10_000, 9_000));
    }

    /** Augmented dimensions are noise, which ActNorm standardises as it does columns: here all have a standard deviation of about one. */
    @Test
    void theNoiseOfAugmentedDimensionsVaries() {
        FlowModel flow = Models.of(RowSpec.of(2, 2, 1), SEED);
        BatchSource normal = BatchSource.of(2, (_, rows) -> {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) random.nextGaussian();
            }
        });
        Trainer.initialise(flow, Eval.REFERENCE, normal, BATCH, SEED);
        for (float g : flow.parameters().get(flow.parameters().named("p.0.g"))) {
            assertEquals(1, g, 0.2, "seed " + SEED);
            assertNotEquals(1, g, "a column that does not vary keeps the scale 1");
        }
    }

    /** The numbers 0 to 3, and 3 and 5 with the noise of whole numbers: shrinking leaves the sum of the variances, 5/4 + 1 + 1/12. */
    @Test
    void broadComponentsStartWithTheMomentsOfLiftedRows() {
        RowSpec spec = RowSpec.of(2, 0, 1)
                .withKinds(List.of(new ColumnSpec.Real(), new ColumnSpec.Whole(0, 1)))
                .withDefensive(new DefensiveSpec(0.3, 0.1, 1));
        FlowModel flow = Models.of(spec, SEED);
        Whitening whitening = flow.whitening().orElseThrow();
        BatchSource rows = BatchSource.of(2, (_, into) -> {
            for (int i = 0; i < into.length; i += 2) {
                into[i] = i / 2 % 4;
                into[i + 1] = i / 2 % 8 < 4 ? 3 : 5;
            }
        });
        for (int n : new int[] {2, 2_000}) {
            Trainer.initialise(flow, SmallModels.VECTOR, rows, n, SEED);
            assertEquals(n == 2 ? 0.5 : 1.5, flow.parameters().get(whitening.mean())[0], 1e-5, n + " rows");
        }
        float[] w = flow.parameters().get(whitening.weight());
        assertEquals(0, w[1], 0.05, "the columns are independent");
        assertEquals(2.25 + 1 / 12.0, 1 / (w[0] * w[0]) + 1 / (w[3] * w[3]), 0.04, "seed " + SEED);
        NormalMixture normals = flow.defensive().orElseThrow().normals();
        assertEquals(0, flow.parameters().get(normals.means())[0], 1e-4, "the fit is to whitened rows");
    }
}
