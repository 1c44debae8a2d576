package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.Parameters;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gaps that known cells explain change no law: complete columns keep their shares, in every order of the columns. */
final class GapLawsTest {
    private static final long SEED = 5;
    private static final int ROWS = 2_000;
    private static final int DRAWN = 4_000;
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(Boolean.getBoolean("vflow.nightly") ? 1_500 : 500)
            .withFillSteps(100)
            .withNoise(0.0)
            .withCalibration(0);

    /** v is "a" in a tenth, u depends on v, w is normal by v; u is empty in 40 % of the rows with v = a, and in 95 % of the others. */
    private static List<Map<String, @Nullable Object>> labels(String order) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            boolean a = random.nextDouble() < 0.1;
            boolean p = random.nextDouble() < (a ? 0.8 : 0.3);
            double w = (a ? 2 : 0) + random.nextGaussian();
            boolean isEmpty = random.nextDouble() < (a ? 0.4 : 0.95);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (String name : order.split("", 0)) {
                row.put(
                        name,
                        switch (name) {
                            case "u" -> isEmpty ? null : p ? "p" : "q";
                            case "v" -> a ? "a" : "b";
                            default -> w;
                        });
            }
            rows.add(row);
        }
        return rows;
    }

    private static double share(Stream<? extends @Nullable Object> values, Object of) {
        List<? extends @Nullable Object> all = values.toList();
        return all.stream().filter(of::equals).count() / (double) all.size();
    }

    private static Stream<@Nullable Object> drawn(TableModel model, String column) {
        return Arrays.stream(model.sample(DRAWN, Map.of(), SEED))
                .map(row -> model.schema().decode(row).get(column));
    }

    /** By a row with gaps, and by samples: the share in the file, within two standard errors of the file's. */
    private static void assertSharesOfTheFile(String order) {
        List<Map<String, @Nullable Object>> rows = labels(order);
        double expected = share(rows.stream().map(row -> row.get("v")), "a");
        TableModel model = TableModel.fit(Table.of(rows), RECIPE);
        double error = Math.sqrt(expected * (1 - expected) / ROWS);
        double ofRow = Math.exp(model.marginal(Map.of("v", "a")).logProb());
        assertEquals(expected, ofRow, 2 * error, "P(v = a) in the order " + order);
        double ofSamples = share(drawn(model, "v"), "a");
        assertEquals(expected, ofSamples, 2 * error * Math.sqrt(1 + (double) ROWS / DRAWN), "samples, " + order);
        assertConditionalsSumToOne(model);
    }

    private static void assertConditionalsSumToOne(TableModel model) {
        for (Map<String, ?> given : List.of(Map.of("w", 1.1), Map.of("w", -0.3), Map.<String, Object>of())) {
            double sum = Stream.of("a", "b")
                    .mapToDouble(v ->
                            Math.exp(model.conditional(Map.of("v", v), given).logProb()))
                    .sum();
            assertEquals(1, sum, 1e-6, "given " + given);
        }
    }

    @Test
    void completeLabelsKeepTheirShares() {
        assertSharesOfTheFile("uvw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vuw", "wuv", "uwv", "vwu", "wvu"})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void completeLabelsKeepTheirSharesInEveryOrder(String order) {
        assertSharesOfTheFile(order);
    }

    /**
     * A table of complete and gappy columns of each kind.
     *
     * @param kind of the column with gaps: a label, a whole number, a real number
     * @param low the rate of its gaps in rows with s = yes
     * @param high the rate in the others
     */
    record Made(String kind, double low, double high) {
        List<Map<String, @Nullable Object>> rows(int seed) {
            SplittableRandom random = new SplittableRandom(SEED + seed);
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                boolean yes = random.nextDouble() < 0.3;
                double x = (yes ? 1.5 : 0) + random.nextGaussian();
                int n = random.nextInt(yes ? 2 : 0, 6);
                double gappy = (yes ? 1 : -1) + 0.5 * x + random.nextGaussian();
                boolean isEmpty = random.nextDouble() < (yes ? low : high);
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                row.put(
                        "g",
                        isEmpty
                                ? null
                                : switch (kind) {
                                    case "label" -> gappy < -1 ? "one" : gappy < 1 ? "two" : "three";
                                    case "whole" -> (int) Math.rint(2 * gappy);
                                    default -> gappy;
                                });
                row.put("s", yes ? "yes" : "no");
                row.put("x", x);
                row.put("n", n);
                rows.add(row);
            }
            return rows;
        }
    }

    static Stream<Made> someMade() {
        return Stream.of(new Made("label", 0.1, 0.9));
    }

    static Stream<Made> allMade() {
        return Stream.of("label", "whole", "real")
                .flatMap(kind ->
                        Stream.of(new Made(kind, 0.1, 0.95), new Made(kind, 0.8, 0.2), new Made(kind, 0.95, 0.5)));
    }

    @ParameterizedTest
    @MethodSource("someMade")
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void completeColumnsKeepTheirLaw(Made made) {
        assertLaws(made);
    }

    @ParameterizedTest
    @MethodSource("allMade")
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void completeColumnsOfAllKindsKeepTheirLaw(Made made) {
        assertLaws(made);
    }

    private static void assertLaws(Made made) {
        List<Map<String, @Nullable Object>> rows = made.rows(0);
        TableModel model = TableModel.fit(Table.of(rows), RECIPE);
        for (String column : List.of("s", "n")) {
            double chi = chiSquare(
                    rows.stream().map(row -> row.get(column)).toList(),
                    drawn(model, column).toList());
            assertTrue(chi < 4, column + " of " + made + ": " + chi + " standard deviations above the mean");
        }
        double[] file = rows.stream()
                .mapToDouble(row -> ((Number) row.get("x")).doubleValue())
                .toArray();
        double[] samples =
                drawn(model, "x").mapToDouble(x -> ((Number) x).doubleValue()).toArray();
        double ks = distance(file, samples) / Math.sqrt(1.0 / file.length + 1.0 / samples.length);
        assertTrue(ks < 1.95, "x of " + made + ": Kolmogorov-Smirnov " + ks + ", p < 0.1 %");
    }

    /** Of two samples: (χ² − degrees) / √(2 · degrees). */
    private static double chiSquare(List<? extends @Nullable Object> a, List<? extends @Nullable Object> b) {
        List<String> values = Stream.concat(a.stream(), b.stream())
                .map(GapLawsTest::text)
                .distinct()
                .toList();
        double chi = 0;
        for (String v : values) {
            double inA = a.stream().filter(x -> text(x).equals(v)).count();
            double inB = b.stream().filter(x -> text(x).equals(v)).count();
            double ofA = (inA + inB) * a.size() / (a.size() + b.size());
            double ofB = (inA + inB) - ofA;
            chi += (inA - ofA) * (inA - ofA) / ofA + (inB - ofB) * (inB - ofB) / ofB;
        }
        double degrees = values.size() - 1;
        return (chi - degrees) / Math.sqrt(2 * degrees);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Number n ? String.valueOf(Math.rint(n.doubleValue())) : String.valueOf(value);
    }

    /** The greatest distance of two empirical distribution functions. */
    private static double distance(double[] a, double[] b) {
        double[] sortedA = Arrays.stream(a).sorted().toArray();
        double[] sortedB = Arrays.stream(b).sorted().toArray();
        return Math.max(greatest(sortedA, sortedB), greatest(sortedB, sortedA));
    }

    private static double greatest(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> {
                    int below = Arrays.binarySearch(b, a[i]);
                    int upTo = below < 0 ? -below - 1 : below + 1;
                    return Math.abs((i + 1.0) / a.length - (double) upTo / b.length);
                })
                .max()
                .orElseThrow();
    }

    /** Labels and numbers of which some are missing: more completions than a score sums. */
    @Test
    void conditionalsOfLabelsSumToOneWhateverIsMissing() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            int vote = random.nextInt(4);
            row.put("region", "r" + random.nextInt(5));
            row.put("sex", random.nextBoolean() ? "f" : "m");
            row.put("school", "s" + random.nextInt(3));
            row.put("age", 30 + 5 * vote + 10 * random.nextGaussian());
            row.put("income", random.nextInt(3) == 0 ? null : 100 * Math.exp(random.nextGaussian()));
            row.put("status", random.nextGaussian() + vote);
            row.put("vote", random.nextInt(5) == 0 ? null : "v" + vote);
            rows.add(row);
        }
        TableModel model = Untrained.of(Table.of(rows));
        for (Map<String, Object> given : List.of(
                Map.<String, Object>of("age", 40.0),
                Map.<String, Object>of("age", 40.0, "sex", "f"),
                Map.<String, Object>of("status", 1.2, "region", "r1"))) {
            double sum = IntStream.range(0, 4)
                    .mapToDouble(v -> Math.exp(
                            model.conditional(Map.of("vote", "v" + v), given).logProb()))
                    .sum();
            assertEquals(1, sum, 1e-6, "vote given " + given);
        }
        double both = IntStream.range(0, 12)
                .mapToDouble(k -> Math.exp(
                        model.conditional(Map.of("vote", "v" + k / 3, "school", "s" + k % 3), Map.of("age", 35.0))
                                .logProb()))
                .sum();
        assertEquals(1, both, 1e-6, "vote and school given age");
        double chain = model.conditional(Map.of("vote", "v1", "status", 0.5), Map.of("age", 35.0))
                .logProb();
        double inSteps = model.conditional(Map.of("vote", "v1"), Map.of("age", 35.0, "status", 0.5))
                        .logProb()
                + model.conditional(Map.of("status", 0.5), Map.of("age", 35.0)).logProb();
        assertEquals(inSteps, chain, 1e-9, "labels and numbers");
    }

    /** Some labels need more samples than others, and then all of them take more. */
    @Test
    void labelsSumToOneWhereSomeAreHardToKnow() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (String name : List.of("x", "y", "z")) {
                row.put(name, random.nextInt(4) == 0 ? null : random.nextGaussian());
            }
            row.put("vote", "v" + random.nextInt(5));
            rows.add(row);
        }
        TableModel model = Untrained.of(Table.of(rows));
        Parameters parameters = model.density().model().parameters();
        float[] values = parameters.values();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.2 * random.nextGaussian());
        }
        parameters.set(values);
        for (int i = -4; i <= 4; i++) {
            Map<String, Object> given = Map.of("x", (double) i);
            double sum = IntStream.range(0, 5)
                    .mapToDouble(v -> Math.exp(
                            model.conditional(Map.of("vote", "v" + v), given).logProb()))
                    .sum();
            assertEquals(1, sum, 1e-9, "vote given " + given);
        }
    }
}
