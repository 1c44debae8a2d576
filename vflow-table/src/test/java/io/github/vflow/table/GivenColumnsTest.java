package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** p(y | x) is near the truth where the truth is known, and has the guarantees of {@link TableModel}. */
final class GivenColumnsTest {
    private static final int N = 8_000;

    @TempDir
    Path dir;

    private static double truth(double y, double x) {
        double s = spread(x);
        double z = (y - Math.sin(2 * x)) / s;
        return -0.5 * z * z - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
    }

    private static double spread(double x) {
        return 0.1 + 0.3 * Math.abs(x);
    }

    /** Rows [x, y] with y ~ N(sin 2x, (0.1 + 0.3·|x|)²). */
    private static double[][] rows(int n, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            double x = random.nextDouble(-3, 3);
            return new double[] {x, Math.sin(2 * x) + spread(x) * random.nextGaussian()};
        });
        return rows;
    }

    @Test
    void theDensityIsNearTheTruthAndSamplesAreFromIt() {
        TableModel model = TableModel.fit(
                Table.of(rows(N, 5), "x", "y"),
                Recipe.standard().withNoise(0.0).withSteps(1_500).given("x"));
        double[][] fresh = rows(N, 99);
        double known = Arrays.stream(fresh)
                .mapToDouble(r -> truth(r[1], r[0]))
                .average()
                .orElseThrow();
        double learned = model.evaluate(Table.of(fresh, "x", "y")).value();
        assertEquals(known, learned, 0.02);
        for (double x : new double[] {-2, 0.1, 1.5}) {
            double[] drawn = Arrays.stream(model.sample(1_000, Map.of("x", x), 3))
                    .mapToDouble(r -> r[0])
                    .sorted()
                    .toArray();
            Random random = new Random(11);
            double[] real = random.doubles(1_000)
                    .map(_ -> Math.sin(2 * x) + spread(x) * random.nextGaussian())
                    .sorted()
                    .toArray();
            // Kolmogorov and Smirnov for two samples: 1.95·√(2/n) is passed by one of a thousand
            double limit = 1.95 * Math.sqrt(2.0 / 1_000);
            assertTrue(distance(drawn, real) < limit, "at x = " + x + " by " + distance(drawn, real));
        }
    }

    /** The largest difference between the distributions of two sorted samples. */
    private static double distance(double[] a, double[] b) {
        double worst = 0;
        int j = 0;
        for (int i = 0; i < a.length; i++) {
            while (j < b.length && b[j] <= a[i]) {
                j++;
            }
            worst = Math.max(worst, Math.abs((i + 1.0) / a.length - (double) j / b.length));
        }
        return worst;
    }

    @Test
    void itIsSavedLoadedAndScoredByName() throws IOException {
        TableModel model = Tables.conditional();
        assertEquals(List.of("h", "l", "c"), model.columns());
        assertEquals(List.of("c"), model.given());
        double[] row = {55, 1.2, 24};
        Path file = dir.resolve("c.safetensors");
        model.save(file);
        TableModel loaded = TableModel.load(file);
        assertEquals(model.logProb(row), loaded.logProb(row));
        assertEquals(model.logProb(row), loaded.logProb(Map.of("c", 24, "h", 55, "l", 1.2)));
        assertEquals(model.logProb(row), loaded.logProb(new double[][] {row})[0]);
        assertEquals(model.logProb(row), loaded.estimate(row).logProb());
        assertEquals(model.given(), loaded.given());
        assertEquals(model.fitted(), loaded.fitted());
        assertTrue(model.logProb(row) != model.logProb(55, 1.2, 14));
        assertEquals(List.of(), Tables.model().given());
    }

    /** The same numbers as whole numbers: a given column is a number, whatever its kind. */
    @Test
    void aGivenColumnOfWholeNumbersIsANumber() {
        double[][] rows = Tables.rows(300, 5);
        Arrays.stream(rows).forEach(r -> r[0] = Math.rint(r[0]));
        Table real = Table.of(rows, "c", "h", "l");
        Table whole = real.with(Column.whole("c"));
        Recipe recipe = Tables.QUICK.withSteps(5).given("c");
        TableTraining ofReals = TableTraining.of(real, recipe);
        TableTraining ofWholes = TableTraining.of(whole, recipe);
        assertEquals(ofReals.plan().architecture(), ofWholes.plan().architecture());
        assertEquals(ofReals.rows().table().schema(), ofWholes.rows().table().schema());
        assertEquals(ofReals.rows().parts(), ofWholes.rows().parts());
        TableModel model = Untrained.of(whole, recipe);
        assertEquals(Column.real("c"), model.schema().column("c"));
        assertEquals(model.evaluate(real), model.evaluate(whole));
    }

    @Test
    void messages() {
        TableModel model = Tables.conditional();
        assertEquals(
                "a row must have 3 numbers, [h, l, c], but has 2; give NaN for a missing cell",
                message(() -> model.logProb(new double[2])));
        for (Map<String, Double> given : List.of(Map.<String, Double>of(), Map.of("c", 1.0, "h", 2.0))) {
            assertEquals(
                    "TableModel.sample: a model of p(y | x) needs a value for each of [c], and for no other column, but got "
                            + given.keySet(),
                    message(() -> model.sample(1, given, 1)));
        }
        assertEquals(
                "Sampler.given: the model is conditioned on 1 finite numbers but got [NaN]",
                message(() -> model.sample(1, Map.of("c", Double.NaN), 1)));
        for (List<String> given : List.of(List.of("c", "h", "l"), List.of("x"))) {
            assertEquals(
                    "fit: the given columns must be some, but not all, of [c, h, l] but are " + given,
                    message(() ->
                            TableTraining.of(Tables.sensors(), Tables.QUICK.given(given.toArray(String[]::new)))));
        }
        assertEquals(
                "Recipe: given must name each column once but is [c, c]", message(() -> Tables.QUICK.given("c", "c")));
        assertEquals(
                "evaluate: expected the columns [h, l, c] but the table has [x1]; give the columns of the model",
                message(() -> model.evaluate(Table.of(new double[][] {{1}}))));
        Table gaps = Table.of(
                List.of(Map.of("a", 1.5, "b", 2.5), Map.of("a", 2.5, "b", Double.NaN), Map.of("a", 0.25, "b", 9.75)));
        assertEquals(
                "fit: cells are missing in the columns [b] but a model of p(y | x) needs complete rows; fill the cells, drop the"
                        + " columns or the rows, or learn p(row) without given columns",
                message(() -> TableTraining.of(gaps, Tables.QUICK.given("a"))));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
