package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** An amount that is zero in 40 % of the rows and log-normal in the others, a label on which it depends, and a number that depends on it. */
final class AtomsTest {
    /** Four fixed points of the noise stand for all of it at the atom. */
    private static final double OF_FOUR_POINTS = 0.02;

    private static final long SEED = 1;
    private static final int ROWS = 2_000;
    private static final int DRAWS = 2_000;
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(Boolean.getBoolean("vflow.nightly") ? 1_500 : 800)
            .withFillSteps(600)
            .withNoise(0.0)
            .withCalibration(0);
    private static final List<Purchase> TRAINED = draw(ROWS, SEED);
    private static final TableModel MODEL = TableModel.fit(Table.of(rows(TRAINED)), RECIPE);
    private static final Recipe OF_ALARMS =
            Recipe.standard().withSteps(60).withFillSteps(1).withNoise(0.0);
    private static final List<Purchase> JUDGED = draw(1_500, SEED);
    private static final TableModel CALIBRATED = TableModel.fit(Table.of(rows(JUDGED)), OF_ALARMS);
    private static final int AMOUNT = MODEL.columns().indexOf("amount");

    /**
     * A row of the table.
     *
     * @param isMember whose amounts are zero more often, and larger
     */
    private record Purchase(boolean isMember, double amount, double mood) {
        private static final double NOISE = 0.5;
        private static final double SPREAD = 0.7;

        static Purchase draw(SplittableRandom random) {
            boolean isMember = random.nextBoolean();
            boolean isZero = random.nextDouble() < zero(isMember);
            double log = (isMember ? 1 : 0) + SPREAD * random.nextGaussian();
            return new Purchase(
                    isMember, isZero ? 0 : Math.exp(log), (isZero ? -1 : 0.8 * log) + NOISE * random.nextGaussian());
        }

        static double zero(boolean isMember) {
            return isMember ? 0.6 : 0.2;
        }

        double logProb() {
            double log = Math.log(amount);
            double ofAmount = amount == 0
                    ? Math.log(zero(isMember))
                    : Math.log(1 - zero(isMember)) + logNormal(log, isMember ? 1 : 0, SPREAD) - log;
            return Math.log(0.5) + ofAmount + logNormal(mood, amount == 0 ? -1 : 0.8 * log, NOISE);
        }

        /** P(amount is zero | the others) of a member. */
        static double zeroGiven(double mood) {
            double zero = zero(true) * Math.exp(logNormal(mood, -1, NOISE));
            double other = (1 - zero(true)) * Math.exp(logNormal(mood, 0.8, Math.hypot(NOISE, 0.8 * SPREAD)));
            return zero / (zero + other);
        }

        private static double logNormal(double x, double mean, double deviation) {
            double z = (x - mean) / deviation;
            return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
        }

        Map<String, Object> row() {
            return row(isMember, amount, mood);
        }

        static Map<String, Object> row(boolean isMember, double amount, double mood) {
            return Map.of("group", isMember ? "member" : "guest", "amount", amount, "mood", mood);
        }
    }

    private static List<Purchase> draw(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n).mapToObj(_ -> Purchase.draw(random)).toList();
    }

    private static List<Map<String, Object>> rows(List<Purchase> purchases) {
        return purchases.stream().map(Purchase::row).toList();
    }

    private static double zeros(List<Purchase> purchases) {
        return purchases.stream().filter(p -> p.amount == 0).count() / (double) purchases.size();
    }

    @Test
    void theColumnHasAnAtom() {
        assertEquals(List.of(0.0), MODEL.schema().column("amount").atoms());
        assertEquals(List.of(), MODEL.schema().column("mood").atoms());
        Spec spec = MODEL.model().spec().orElseThrow();
        assertEquals(new ColumnSpec.Atom(0, new ColumnSpec.Real()), spec.kinds().get(AMOUNT));
    }

    @Test
    void samplesHaveTheAtomToTheLastBit() {
        double[][] samples = MODEL.sample(DRAWS, SEED);
        double share = Arrays.stream(samples).filter(row -> row[AMOUNT] == 0).count() / (double) DRAWS;
        assertEquals(zeros(TRAINED), share, 4 * Math.sqrt(0.24 / DRAWS) + 0.01);
        double[] given = Arrays.stream(MODEL.sample(DRAWS, Map.of("amount", 0.0), SEED))
                .mapToDouble(row -> row[MODEL.columns().indexOf("mood")])
                .toArray();
        assertEquals(-1, Arrays.stream(given).average().orElseThrow(), 0.1, "mood where the amount is zero");
    }

    /** The truth is 2,000 rows away: a model of so many rows is within 0.15 nats. */
    @Test
    void newRowsHaveTheirDensity() {
        for (boolean isZero : new boolean[] {true, false}) {
            List<Purchase> some = draw(DRAWS, SEED + 1).stream()
                    .filter(p -> (p.amount == 0) == isZero)
                    .toList();
            double truth =
                    some.stream().mapToDouble(Purchase::logProb).average().orElseThrow();
            double found = some.stream()
                    .mapToDouble(p -> MODEL.logProb(p.row()))
                    .average()
                    .orElseThrow();
            assertEquals(truth, found, 0.15, "zero: " + isZero);
        }
    }

    @Test
    void probabilitiesOfTheAtomAddUp() {
        double zero = Math.exp(MODEL.marginal(Map.of("amount", 0.0)).logProb());
        assertEquals(zeros(TRAINED), zero, 0.01);
        double sum = 0;
        for (String group : List.of("member", "guest")) {
            sum += Math.exp(
                    MODEL.marginal(Map.of("amount", 0.0, "group", group)).logProb());
        }
        assertEquals(zero, sum, 1e-6);
        double member = Math.exp(MODEL.conditional(Map.of("group", "member"), Map.of("amount", 0.0))
                .logProb());
        assertEquals(0.75, member, 0.04);
    }

    @Test
    void cellsAreFilledByAndWithTheAtom() {
        for (double mood : new double[] {-1, 0, 1}) {
            double[] row = MODEL.row(Purchase.row(true, 0, mood));
            row[AMOUNT] = Double.NaN;
            Imputation filled = MODEL.impute(row, 500, SEED);
            assertTrue(filled.isKnown(), "effective " + filled.effectiveSampleSize());
            assertEquals(Purchase.zeroGiven(mood), filled.probability(AMOUNT, 0), 0.1, "mood " + mood);
        }
        double[] row = MODEL.row(Purchase.row(true, 0, 0));
        row[MODEL.columns().indexOf("mood")] = Double.NaN;
        Imputation filled = MODEL.impute(row, 500, SEED);
        assertTrue(filled.isKnown(), "effective " + filled.effectiveSampleSize());
        assertEquals(-1, filled.mean()[MODEL.columns().indexOf("mood")], 0.1);
        assertEquals(0, filled.quantile(0.9)[AMOUNT]);
    }

    /** Where the amount is zero, noise stands for it, of which the flow knows nothing but what training could tell. */
    @Test
    void theMassIsOne() {
        int n = 160;
        double step = 12.0 / n;
        List<double[]> rows = new ArrayList<>();
        List<Double> cells = new ArrayList<>();
        for (boolean isMember : new boolean[] {true, false}) {
            for (int i = 0; i < n; i++) {
                double mood = -5 + step * (i + 0.5);
                rows.add(MODEL.row(Purchase.row(isMember, 0, mood)));
                cells.add(step);
                for (int k = 0; k < n; k++) {
                    double amount = Math.exp(-7 + step * (k + 0.5));
                    for (double a : new double[] {amount, -amount}) {
                        rows.add(MODEL.row(Purchase.row(isMember, a, mood)));
                        cells.add(step * step * amount);
                    }
                }
            }
        }
        double[] logs = MODEL.logProb(rows.toArray(double[][]::new));
        double mass = IntStream.range(0, logs.length)
                .mapToDouble(i -> Math.exp(logs[i]) * cells.get(i))
                .sum();
        assertEquals(1, mass, OF_FOUR_POINTS);
    }

    @Test
    void aScoreHasTheSameBitsAloneAmongOthersAndAfterAFile() throws IOException {
        double[][] rows =
                draw(40, SEED + 2).stream().map(p -> MODEL.row(p.row())).toArray(double[][]::new);
        double[] alone = Arrays.stream(rows).mapToDouble(MODEL::logProb).toArray();
        assertArrayEquals(alone, MODEL.logProb(rows));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        MODEL.write(file);
        TableModel read = TableModel.read(new ByteArrayInputStream(file.toByteArray()));
        assertEquals(MODEL.schema(), read.schema());
        assertArrayEquals(alone, read.logProb(rows));
        for (double[] row : rows) {
            ImportanceEstimate e = MODEL.estimate(row);
            assertTrue(e.isKnown(), "effective " + e.effectiveSampleSize());
            assertTrue(e.standardError() < 0.2, row[AMOUNT] + ": " + e);
        }
    }

    /** Amounts in another unit have the same scores. */
    @Test
    void scoresOfAlarmsDependOnNoUnit() {
        double unit = 128;
        List<Purchase> others = JUDGED.stream()
                .map(p -> new Purchase(p.isMember, unit * p.amount, p.mood))
                .toList();
        TableModel first = Untrained.of(Table.of(rows(JUDGED))).calibrated(Table.of(rows(JUDGED)));
        TableModel second = Untrained.of(Table.of(rows(others))).calibrated(Table.of(rows(others)));
        for (int i = 0; i < 20; i++) {
            Verdict one = first.alarm(0.05).judge(JUDGED.get(i).row());
            Verdict other = second.alarm(0.05).judge(others.get(i).row());
            assertEquals(one.score(), other.score(), 1e-4, "amount " + JUDGED.get(i).amount);
        }
    }

    /** No number says that the amount is missing, but not zero. */
    @Test
    void theLargestNumberIsANumber() {
        double largest = Float.MAX_VALUE;
        assertTrue(MODEL.marginal(Map.of("amount", largest)).logProb() < -1_000, "marginal");
        assertTrue(MODEL.logProb(Purchase.row(true, largest, 0)) < -1_000, "whole row");
        double[] gap = MODEL.row(Purchase.row(true, largest, 0));
        gap[MODEL.columns().indexOf("mood")] = Double.NaN;
        assertTrue(MODEL.logProb(gap) < -1_000, "row with a gap");
        assertFalse(MODEL.impute(gap, 200, SEED).isKnown());
        Verdict verdict = CALIBRATED.alarm(0.01).judge(gap);
        assertTrue(verdict.isAlarm(), verdict.toString());
        assertTrue(verdict.reason().contains("amount"), verdict.reason());
    }

    /** A fifth of the amounts and of the moods is missing where the model learns. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void rowsWithGapsTeachTheAtomToo() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Purchase purchase : TRAINED) {
            Map<String, @Nullable Object> row = new HashMap<>(purchase.row());
            for (String name : List.of("amount", "mood")) {
                if (random.nextDouble() < 0.2) {
                    row.put(name, null);
                }
            }
            rows.add(row);
        }
        TableModel model = TableModel.fit(Table.of(rows), RECIPE.withSteps(400));
        assertEquals(List.of(0.0), model.schema().column("amount").atoms());
        assertEquals(0.4, Math.exp(model.marginal(Map.of("amount", 0.0)).logProb()), 0.04);
        ImportanceEstimate member = model.conditional(Map.of("amount", 0.0), Map.of("group", "member", "mood", -1.0));
        assertEquals(Purchase.zeroGiven(-1), Math.exp(member.logProb()), 0.05);
        int amount = model.columns().indexOf("amount");
        double zeros = Arrays.stream(model.sample(DRAWS, SEED))
                        .filter(row -> row[amount] == 0)
                        .count()
                / (double) DRAWS;
        assertEquals(0.4, zeros, 0.06);
    }

    /** Counts with many zeros: each whole number has its probability, and together they have all of it. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void wholeNumbersHaveAtomsToo() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean isZero = random.nextDouble() < 0.6;
            long visits = isZero ? 0 : 1 + (long) Math.exp(3 + 0.5 * random.nextGaussian());
            rows.add(Map.of("visits", visits, "sick", isZero ? "no" : "yes"));
        }
        TableModel model = TableModel.fit(Table.of(rows), RECIPE.withSteps(600));
        assertEquals(List.of(0.0), model.schema().column("visits").atoms());
        assertEquals(0.6, Math.exp(model.marginal(Map.of("visits", 0)).logProb()), 0.05);
        double mass = 0;
        for (int k = -40; k <= 300; k++) {
            mass += Math.exp(model.marginal(Map.of("visits", k)).logProb());
        }
        assertEquals(1, mass, 0.01);
        double[][] samples = model.sample(DRAWS, SEED);
        int visits = model.columns().indexOf("visits");
        long zeros = Arrays.stream(samples).filter(row -> row[visits] == 0).count();
        assertEquals(0.6, zeros / (double) DRAWS, 0.05);
        assertTrue(Arrays.stream(samples).allMatch(row -> row[visits] == Math.rint(row[visits])), "whole");
    }

    private static List<Double> atom(double... cells) {
        List<Map<String, Double>> rows =
                Arrays.stream(cells).mapToObj(x -> Map.of("x", x)).toList();
        return Table.of(rows).schema().column("x").atoms();
    }

    @Test
    void anAtomIsFrequentAndTheOthersDiffer() {
        double[] cells = new SplittableRandom(SEED).doubles(1_000).toArray();
        assertEquals(List.of(), atom(cells));
        Arrays.fill(cells, 0, 49, 0.5);
        assertEquals(List.of(), atom(cells), "4.9 %");
        Arrays.fill(cells, 0, 50, 0.5);
        assertEquals(List.of(0.5), atom(cells), "5 %");
        Arrays.fill(cells, 4, 50, 0.4);
        Arrays.fill(cells, 0, 4, 99);
        assertEquals(List.of(), atom(cells), "four cells of a code");
        Arrays.fill(cells, 0, 5, 99);
        assertEquals(List.of(99.0), atom(cells), "five");
        double[] grid = new SplittableRandom(SEED)
                .doubles(1_000)
                .map(x -> Math.rint(30 * x * x) / 8)
                .toArray();
        assertEquals(31, atom(grid).size(), "a grid of 31 numbers");
        double[] two = new SplittableRandom(SEED).doubles(1_000).toArray();
        Arrays.fill(two, 0, 200, 0);
        Arrays.fill(two, 200, 350, 99);
        assertEquals(List.of(0.0, 99.0), atom(two));
        double[] steps = new SplittableRandom(SEED)
                .doubles(1_000)
                .map(x -> Math.rint(400 * x * x * x) / 8)
                .toArray();
        assertEquals(List.of(), atom(steps), "the mode of many small numbers");
    }
}
