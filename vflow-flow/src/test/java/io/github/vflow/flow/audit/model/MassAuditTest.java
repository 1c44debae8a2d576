package io.github.vflow.flow.audit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.layer.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mass of a model by importance sampling. */
final class MassAuditTest {
    private static final long SEED = Seeds.of("MassAuditTest");
    private static final int SEEDS = 12;

    static Stream<Model> models() {
        RowSpec spec = RowSpec.of(2, 1, 1).withConditioner(List.of(4), Activation.TANH);
        return Stream.of(
                SmallModels.random(spec, SEED),
                Models.of(new Spec.Mixture(List.of(spec, spec), List.of(0.7, 0.3)), SEED));
    }

    /** Over seeds, the mass has the spread that its standard error says, within a factor of two. */
    @ParameterizedTest
    @MethodSource("models")
    void theStandardErrorIsTheSpreadOfTheMass(Model model) {
        Rows data = Rows.of(new double[] {0, 0, 1, 1}, 2);
        double[] masses = new double[SEEDS];
        double error = 0;
        for (int s = 0; s < SEEDS; s++) {
            Mass mass = new MassAudit(model, SmallModels.VECTOR, data, SEED + s).measure(2);
            masses[s] = mass.total();
            error += mass.standardError() / SEEDS;
        }
        double mean = Arrays.stream(masses).average().orElseThrow();
        double spread = Math.sqrt(
                Arrays.stream(masses).map(m -> (m - mean) * (m - mean)).sum() / (SEEDS - 1));
        String text =
                "the spread is " + spread + ", the standard error " + error + ", the mean " + mean + ", seed " + SEED;
        assertTrue(spread < 2 * error && error < 2 * spread, text);
        assertEquals(1, mean, 4 * error, text);
    }
}
