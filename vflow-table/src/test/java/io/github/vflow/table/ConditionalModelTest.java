package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** p(y | x) is near the truth where the truth is known, and has the guarantees of {@link TableModel}. */
final class ConditionalModelTest {
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
        ConditionalModel model = ConditionalModel.fit(Table.of(rows(N, 5), "x", "y"), Set.of("x"), Recipe.standard());
        double[][] fresh = rows(N, 99);
        double known = Arrays.stream(fresh)
                .mapToDouble(r -> truth(r[1], r[0]))
                .average()
                .orElseThrow();
        double learned = model.evaluate(Table.of(fresh, "x", "y")).value();
        assertEquals(known, learned, 0.02);
        for (double x : new double[] {-2, 0.1, 1.5}) {
            double[] drawn = model.sample(new double[] {x}, 1_000, 3).length == 0
                    ? new double[0]
                    : Arrays.stream(model.sample(new double[] {x}, 1_000, 3))
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
        ConditionalModel model = Tables.conditional();
        assertEquals(List.of("h", "l"), model.columns());
        assertEquals(List.of("c"), model.given());
        double[] y = {55, 1.2};
        double[] x = {24};
        Path file = dir.resolve("c.safetensors");
        model.save(file);
        ConditionalModel loaded = ConditionalModel.load(file);
        assertEquals(model.logProb(y, x), loaded.logProb(y, x));
        assertEquals(model.logProb(y, x), loaded.logProb(Map.of("c", 24, "h", 55, "l", 1.2)));
        assertEquals(model.logProb(y, x), loaded.logProb(new double[][] {y}, new double[][] {x})[0]);
        assertEquals(model.logProb(y, x), loaded.estimate(y, x).logProb());
        assertEquals(model.given(), loaded.given());
        assertEquals(model.fitted(), loaded.fitted());
        assertEquals("ConditionalModel of [h, l] given [c]: " + model.model(), model.toString());
        assertTrue(model.logProb(y, x) != model.logProb(y, new double[] {14}));
    }

    @Test
    void messages() {
        ConditionalModel model = Tables.conditional();
        assertEquals(
                "ConditionalModel: expected y of [h, l] and x of [c] but got 1 and 1 numbers",
                message(() -> model.logProb(new double[1], new double[1])));
        assertEquals(
                "ConditionalModel.logProb: y and x must have as many rows but have 1 and 2",
                message(() -> model.logProb(new double[1][2], new double[2][1])));
        assertEquals(
                "Sampler.given: the model is conditioned on 1 finite numbers but got [NaN]",
                message(() -> model.sample(new double[] {Double.NaN}, 1, 1)));
        for (Set<String> given : List.of(Set.<String>of(), Set.of("c", "h", "l"), Set.of("x"))) {
            assertEquals(
                    "ConditionalModel.fit: given must be some, but not all, of the columns [c, h, l] but is " + given,
                    message(() -> ConditionalModel.fit(Tables.sensors(), given, Tables.QUICK)));
        }
        assertEquals(
                "Schema: there is no column \"h\"; there are [x1]",
                message(() -> model.evaluate(Table.of(new double[][] {{1}}))));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
