package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.audit.model.AuditReport;
import io.github.vflow.flow.audit.model.ModelAudit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.Parameter;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** p(x) = Σₖ shareₖ·pₖ(x). */
final class MixtureTest {
    private static final long SEED = Seeds.of("MixtureTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final List<Double> SHARES = List.of(0.3, 0.7);
    private static final RowSpec PLAIN = RowSpec.of(2, 0, 1);

    /** N(±c, I), the members of the mixture: an untrained flow that ActNorm shifts. */
    private static final double CENTRE = 3;

    /** A mixture of normal distributions around (−3, −3) and (3, 3). */
    private static Model normals(RowSpec spec) {
        Model model = Models.of(new Spec.Mixture(List.of(spec, spec), SHARES), SEED);
        for (Parameter p : model.parameters().all()) {
            float[] value = model.parameters().get(p).clone();
            if (p.name().endsWith(".p.0.b")) {
                float towards = p.name().startsWith("member.0") ? 1 : -1;
                Arrays.fill(value, (float) (towards * CENTRE));
            } else if (p.name().contains(".p.0.mlp")) {
                Arrays.fill(value, 0);
            }
            model.parameters().set(p, value);
        }
        return model;
    }

    private static double logNormal(double x, double y, double centre) {
        return -Math.log(2 * Math.PI) - 0.5 * ((x - centre) * (x - centre) + (y - centre) * (y - centre));
    }

    private static double logMixture(double x, double y) {
        return Math.log(0.3 * Math.exp(logNormal(x, y, -CENTRE)) + 0.7 * Math.exp(logNormal(x, y, CENTRE)));
    }

    @Test
    void theDensityIsTheWeightedMeanOfItsMembers() {
        try (Evaluator e = Evaluator.ofScores(normals(PLAIN), ENGINE, 1, SEED)) {
            for (double[] x : new double[][] {{0, 0}, {-3, -3}, {3, 3}, {-5, 4}, {0.1, -0.2}}) {
                assertEquals(logMixture(x[0], x[1]), e.score(x), 1e-4, Arrays.toString(x));
            }
        }
    }

    /** The temperature shrinks the spread within a member, but leaves the choice between members alone. */
    @Test
    void drawsComeFromMembersByTheirShares() {
        int n = 100_000;
        try (Sampler sampler = new Sampler(normals(PLAIN), ENGINE)) {
            for (double temperature : new double[] {1, 0.2}) {
                Rows rows = sampler.draw(n, temperature, SEED);
                double[] x = rows.copyColumn(0);
                double low = Arrays.stream(x).filter(v -> v < 0).count() / (double) n;
                // P(N(3, 1) < 0) = 0.00135
                assertEquals(0.3, low, 0.008, "temperature " + temperature + ", seed " + SEED);
                double spread = Math.sqrt(Arrays.stream(x)
                        .map(v -> Math.pow(Math.abs(v) - CENTRE, 2))
                        .average()
                        .orElseThrow());
                assertEquals(temperature, spread, 0.02 * temperature, "temperature " + temperature);
            }
        }
    }

    /** Given x = −3 the other cell is of the first member. */
    @Test
    void missingCellsAreIntegratedOutAndDrawn() {
        Model model = normals(PLAIN.withFill(RowSpec.Fill.standard().withBlocks(2)));
        try (Evaluator e = Evaluator.ofScores(model, ENGINE, 20_000, SEED);
                Imputer imputer = new Imputer(model, ENGINE)) {
            double marginal = Math.log(0.3 * Math.exp(-0.5) + 0.7 * Math.exp(-0.5 * 25)) - 0.5 * Math.log(2 * Math.PI);
            assertEquals(marginal, e.score(new double[] {-2, Double.NaN}), 0.05, "seed " + SEED);
            Imputation drawn = imputer.impute(new double[] {-2, Double.NaN}, 20_001, SEED);
            assertEquals(-CENTRE, drawn.mean()[1], 0.1, "seed " + SEED);
            assertEquals(-2, drawn.mean()[0], 1e-9);
            Imputation both = imputer.impute(new double[] {Double.NaN, Double.NaN}, 20_001, SEED);
            assertEquals(0.4 * CENTRE, both.mean()[0], 0.25, "seed " + SEED);
        }
    }

    @Test
    void augmentedMembersEstimateTheSameSum() {
        RowSpec augmented = RowSpec.of(2, 1, 2);
        Model mixture = Models.of(new Spec.Mixture(List.of(augmented, PLAIN), SHARES), SEED);
        double[] x = {0.4, -1};
        double[] logs = IntStream.range(0, 2)
                .mapToDouble(k -> score(mixture.components().get(k).flow(), x))
                .toArray();
        assertEquals(
                Math.log(0.3 * Math.exp(logs[0]) + 0.7 * Math.exp(logs[1])), score(mixture, x), 0.01, "seed " + SEED);
    }

    private static double score(Model model, double[] x) {
        try (Evaluator e = Evaluator.ofScores(model, ENGINE, 20_000, SEED)) {
            return e.score(x);
        }
    }

    @Test
    void auditedMemberByMember() {
        SplittableRandom random = new SplittableRandom(SEED);
        Rows rows = Rows.of(IntStream.range(0, 200)
                .mapToObj(i -> {
                    double c = i % 2 == 0 ? CENTRE : -CENTRE;
                    return new double[] {c + random.nextGaussian(), c + random.nextGaussian()};
                })
                .toArray(double[][]::new));
        AuditReport report = ModelAudit.of("mixture", normals(PLAIN), ENGINE, rows, 200, SEED);
        assertTrue(report.passed(), report.toText());
        assertEquals(1, report.mass().total(), 1e-3);
        assertTrue(report.layers().stream().anyMatch(l -> l.name().startsWith("member 1, ")), report.toText());
    }

    @Test
    void aFileHoldsAllMembers(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("mixture.safetensors");
        Model model = normals(PLAIN.withDefensive(DefensiveSpec.student(0.01)));
        new ModelFile(model, List.of("a", "b"), Map.of()).save(file);
        Model loaded = ModelFile.load(file).model();
        assertEquals(model.spec(), loaded.spec());
        assertArrayEquals(model.parameters().values(), loaded.parameters().values());
        assertEquals(
                SHARES, loaded.components().stream().map(Model.Component::share).toList());
        assertEquals(score(model, new double[] {1, 2}), score(loaded, new double[] {1, 2}));
    }

    @Test
    void messages() {
        assertEquals(
                "Spec.Mixture: expected at least two members with a share each but got 1 members and 1 shares",
                refused(List.of(PLAIN), List.of(1.0)));
        assertEquals(
                "Spec.Mixture: shares must be positive and sum to one but are [0.5, 0.6]; divide them by their sum",
                refused(List.of(PLAIN, PLAIN), List.of(0.5, 0.6)));
        assertEquals(
                "Spec.Mixture: members must have the same features but have 2 and 3; mix models that were trained on the"
                        + " same rows",
                refused(List.of(PLAIN, RowSpec.of(3, 0, 1)), SHARES));
        Columns.Moments other = new Columns.Moments(List.of(1.0, 2.0), List.of(1.0, 1.0));
        assertTrue(refused(List.of(PLAIN, PLAIN.withMoments(other)), SHARES).contains("the same moments"));
        assertEquals(
                "RowSpec: noise must be finite and not negative but got -0.1",
                assertThrows(IllegalArgumentException.class, () -> PLAIN.withNoise(-0.1))
                        .getMessage());
    }

    private static String refused(List<RowSpec> members, List<Double> shares) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> new Spec.Mixture(members, shares))
                .getMessage());
    }
}
