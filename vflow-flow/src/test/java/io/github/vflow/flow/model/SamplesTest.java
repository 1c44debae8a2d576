package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.ActNorm;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling of rows. {@code Rows} itself rejects numbers that are not finite. */
final class SamplesTest {
    private static final long SEED = Seeds.of("SamplesTest");
    private static final int N = 600;

    static Stream<Model> models() {
        RowSpec spec = SmallModels.spec(3, CouplingSpec.Kind.MIXTURE)
                .withMoments(new Columns.Moments(List.of(1.0, 2.0, 3.0), List.of(2.0, 1.0, 0.5)));
        FlowModel augmented = Models.of(spec.withAugment(2, List.of()), SEED);
        Eval.randomise(augmented.parameters(), 0.3, new SplittableRandom(SEED));
        return Stream.of(SmallModels.random(spec, SEED), augmented);
    }

    @ParameterizedTest
    @MethodSource("models")
    void drawsDependOnTheSeedAlone(Model model) {
        Rows rows = Sampler.draw(model, SmallModels.VECTOR, N, 1, SEED);
        assertEquals(N, rows.size());
        assertEquals(3, rows.features());
        assertEquals(rows, Sampler.draw(model, Engines.vector(2), N, 1, SEED));
        assertEquals(
                rows.slice(0, 300),
                Sampler.draw(model, SmallModels.VECTOR, 300, 1, SEED),
                "fewer are the first of more");
        assertNotEquals(rows, Sampler.draw(model, SmallModels.VECTOR, N, 1, SEED + 1));
    }

    /** With the identity behind a scale of two and a shift of one, samples are (T·ε − 1)/2. */
    @Test
    void temperatureScalesTheNoise() {
        Parameters parameters = new Parameters();
        FlowModel flow = FlowModel.of(2, ActNorm.of(parameters.scope(), 2), parameters);
        parameters.set(new float[] {2, 2, 1, 1});
        for (double temperature : new double[] {0.1, 1, 2}) {
            Rows rows = Sampler.draw(flow, SmallModels.VECTOR, 20_000, temperature, SEED);
            for (int j = 0; j < 2; j++) {
                assertEquals(-0.5, rows.columnMeans()[j], 0.02 * temperature, "seed " + SEED);
                assertEquals(0.5 * temperature, rows.columnStds()[j], 0.02 * temperature, "seed " + SEED);
            }
        }
    }

    /** Half of the rows are drawn again: x₀ of all is half of a normal distribution, x₁ has the spread of T. */
    @Test
    void rowsThatAreDrawnAgainHaveTheTemperature() {
        Parameters parameters = new Parameters();
        FlowModel flow = FlowModel.of(2, ActNorm.of(parameters.scope(), 2), parameters);
        parameters.set(new float[] {1, 1, 0, 0});
        for (double temperature : new double[] {0.1, 3}) {
            try (Sampler sampler = new Sampler(flow, SmallModels.VECTOR)) {
                Rows rows = sampler.accepting(x -> x[0] > 0).draw(20_000, temperature, SEED);
                double[] half = {Math.sqrt(2 / Math.PI), 0};
                for (int j = 0; j < 2; j++) {
                    double std = Math.sqrt(1 - half[j] * half[j]);
                    assertEquals(half[j] * temperature, rows.columnMeans()[j], 0.03 * temperature, "seed " + SEED);
                    assertEquals(std * temperature, rows.columnStds()[j], 0.03 * temperature, "seed " + SEED);
                }
            }
        }
    }

    @Test
    void messages() {
        Model model = models().findFirst().orElseThrow();
        assertEquals(
                "Sampler.draw: the number of rows must be at least 1 and the temperature above 0 but they are 0 and 1.0",
                assertThrows(IllegalArgumentException.class, () -> Sampler.draw(model, SmallModels.VECTOR, 0, 1, SEED))
                        .getMessage());
        assertEquals(
                "Sampler.draw: the number of rows must be at least 1 and the temperature above 0 but they are 5 and 0.0",
                assertThrows(IllegalArgumentException.class, () -> Sampler.draw(model, SmallModels.VECTOR, 5, 0, SEED))
                        .getMessage());
    }

    @Test
    void aModelThatBrokeSaysSo() {
        Model model = models().findFirst().orElseThrow();
        Arrays.fill(model.parameters().values(), Float.NaN);
        assertThrows(ArithmeticException.class, () -> Sampler.draw(model, SmallModels.VECTOR, 5, 1, SEED));
    }

    /** x = sinh(40·ε) is beyond float32 for one ε of 27: such a row is drawn again, and the others stay. */
    @Test
    void aRowBeyondFloat32IsDrawnAgain() {
        RowSpec spec = RowSpec.of(1, 0, 1).withKinds(List.of(new ColumnSpec.HeavyTailed(0, 1)));
        Model wide = steep(spec, 40);
        Model narrow = steep(spec, 1);
        int n = 2_000;
        Rows drawn = Sampler.draw(wide, SmallModels.VECTOR, n, 1, SEED);
        Rows epsilon = Sampler.draw(narrow, SmallModels.VECTOR, n, 1, SEED);
        int again = 0;
        for (int i = 0; i < n; i++) {
            double steep = 40 * asinh(epsilon.get(i, 0));
            assertTrue(Double.isFinite(drawn.get(i, 0)));
            if (Math.abs(steep) < 85) {
                assertEquals(steep, asinh(drawn.get(i, 0)), 1e-3 * Math.max(1, Math.abs(steep)));
            } else {
                again += Math.abs(steep) > 90 ? 1 : 0;
            }
        }
        assertTrue(again > 20, again + " rows were beyond float32");
        try (Sampler never = new Sampler(wide, SmallModels.VECTOR)) {
            assertTrue(
                    Double.isFinite(never.accepting(_ -> false).draw(n, 1, SEED).get(0, 0)), "no row is accepted");
        }
    }

    private static Model steep(RowSpec spec, double slope) {
        Model model = Models.of(spec, SEED);
        for (Parameter p : model.parameters().all()) {
            float[] value = model.parameters().get(p).clone();
            if (p.name().endsWith("p.0.g")) {
                Arrays.fill(value, (float) (1 / slope));
            }
            model.parameters().set(p, value);
        }
        return model;
    }

    private static double asinh(double x) {
        return Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
    }
}
