package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The members of the default that see columns through maps of their laws. */
final class MappedMembersTest {
    private static final long SEED = 12;
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(100)
            .withFillSteps(10)
            .withCalibration(0)
            .withThreads(1)
            .withSeed(SEED);

    private static final List<Boolean> MAPPED = List.of(false, false, false, false, true, true);

    private static final Table SKEWED = skewed();

    private static final TableModel MODEL = TableModel.fit(SKEWED, RECIPE);

    @TempDir
    private Path folder;

    /** Amounts that are powers, whole numbers that grow with them, and a normal column. */
    private static Table skewed() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[500][];
        for (int i = 0; i < rows.length; i++) {
            double u = random.nextGaussian();
            rows[i] = new double[] {
                Math.exp(2 * u), Math.exp(2 * u + 0.5 * random.nextGaussian()), u + random.nextGaussian()
            };
        }
        return Table.of(rows, "a", "b", "c");
    }

    private static List<RowSpec> members(TableModel model) {
        return ((Spec.Mixture) model.model().spec().orElseThrow()).members();
    }

    private static boolean hasMaps(RowSpec member) {
        return member.kinds().stream().anyMatch(kind -> kind.marginal().isPresent());
    }

    @Test
    void verySkewedColumnsHaveTwoMembersMore() {
        List<RowSpec> members = members(MODEL);
        assertEquals(MAPPED, members.stream().map(MappedMembersTest::hasMaps).toList());
        assertEquals(
                List.of(0.0, 0.0, 0.15, 0.3, 0.15, 0.0),
                members.stream().map(RowSpec::noise).toList());
        assertTrue(members.getLast().kinds().get(0).marginal().isPresent());
        assertTrue(members.getLast().kinds().get(1).marginal().isPresent());
        assertEquals(new ColumnSpec.Real(), members.getLast().kinds().get(2));
        assertEquals(List.of(), MODEL.model().spec().orElseThrow().kinds(), "the columns of the table");
        assertEquals(
                4,
                TableTraining.of(Tables.sensors().select(List.of("c", "h")), RECIPE)
                        .plan()
                        .members()
                        .size());
        assertEquals(
                2,
                TableTraining.of(SKEWED, RECIPE.withNoise(0.0, 0.15))
                        .plan()
                        .members()
                        .size(),
                "those that were asked for");
    }

    /** As many samples as rows are below each decile, though most of the column lies in a small part of its range. */
    @Test
    void samplesHaveTheLawOfTheColumn() {
        double mapped = largestDifference(MODEL);
        assertTrue(mapped < 0.09, mapped + ", seed " + SEED);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void samplesWithoutMapsAreFurtherFromIt() {
        double mapped = largestDifference(MODEL);
        double plain = largestDifference(TableModel.fit(SKEWED, RECIPE.withNoise(0.0, 0.15, 0.3)));
        assertTrue(plain > mapped + 0.015, mapped + ", without maps " + plain + ", seed " + SEED);
    }

    /** Between the shares of samples and of rows that are below a decile of the first column. */
    private static double largestDifference(TableModel model) {
        double[] sorted = Arrays.stream(SKEWED.rows().copyColumn(0)).sorted().toArray();
        double[][] samples = model.sample(1_000, SEED);
        return IntStream.range(1, 10)
                .mapToDouble(k -> {
                    double limit = sorted[k * sorted.length / 10];
                    long below = Arrays.stream(samples)
                            .filter(row -> row[0] <= limit)
                            .count();
                    return Math.abs(below / (double) samples.length - k / 10.0);
                })
                .max()
                .orElseThrow();
    }

    @Test
    void aFileGivesTheSameScoresOfRowsAndOfGaps() throws IOException {
        Path file = folder.resolve("m.safetensors");
        MODEL.save(file);
        TableModel read = TableModel.load(file);
        for (double[] row :
                new double[][] {{0.01, 0.02, -2}, {1, Double.NaN, 0}, {Double.NaN, Double.NaN, 1}, {900, 1e9, 3}}) {
            double score = MODEL.estimate(row).logProb();
            assertTrue(Double.isFinite(score), Arrays.toString(row));
            assertEquals(score, read.estimate(row).logProb());
        }
    }

    /** The density of a row with a gap is the integral of that of the whole row: here by the midpoint rule on b = exp(v). */
    @Test
    void aGapIsTheIntegralOverTheCell() {
        double a = 1.4;
        double c = 0.3;
        int half = 2_000;
        int n = 2 * half;
        double[][] rows = new double[n][];
        double[] logStep = new double[n];
        for (int i = 0; i < n; i++) {
            // from −e^12 over 0 to e^12
            double v = -12 + 24 * (i % half + 0.5) / half;
            rows[i] = new double[] {a, (i < half ? 1 : -1) * Math.exp(v), c};
            logStep[i] = v + Math.log(24.0 / half);
        }
        double[] logs = MODEL.logProb(rows);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(logs[i] + logStep[i]);
        }
        var gap = MODEL.estimate(a, Double.NaN, c);
        assertEquals(Math.log(sum), gap.logProb(), 4 * gap.standardError() + 0.03, gap.toString());
    }

    /** A training that stops in the member with maps, and by night before it as well, goes on with the same bits. */
    @Test
    void aResumedTrainingIsTheSame() throws IOException {
        Path checkpoint = folder.resolve("c.safetensors");
        boolean isNight = Boolean.getBoolean("vflow.nightly");
        TableTraining.of(SKEWED, RECIPE)
                .withCheckpoint(checkpoint)
                .withWatch(new StopIn(isNight ? 3 : 4))
                .run();
        if (isNight) {
            TableTraining.resume(SKEWED, checkpoint)
                    .withCheckpoint(checkpoint)
                    .withWatch(new StopIn(4))
                    .run();
        }
        TableModel resumed = TableTraining.resume(SKEWED, checkpoint).run();
        assertEquals(members(MODEL), members(resumed));
        double[][] rows = MODEL.sample(20, 1);
        assertArrayEquals(MODEL.logProb(rows), resumed.logProb(rows));
    }

    /** Stops after some steps of a member. */
    private static final class StopIn implements Watch {
        private final int number;
        private int member;

        StopIn(int number) {
            this.number = number;
        }

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            return member == number && step == 20 ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            if (event instanceof Watch.Event.Started s) {
                member = s.member().number();
            }
        }
    }
}
