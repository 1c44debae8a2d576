package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Alarm;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No verdict depends on a unit: p-values have one order, whether columns are given as x or as an increasing function of x. */
final class UnitsTest {
    private static final long SEED = 12;
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(500)
            .withNoise(0.0, 0.15)
            .withCalibration(0.2)
            .withSeed(SEED);

    /** Two amounts that depend on one another, and a third number. */
    private static double[][] rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> {
            double size = random.nextGaussian();
            double odd = i % 10 == 0 ? 2 : 0.3;
            return new double[] {
                Math.exp(size), 3 * Math.exp(size + odd * random.nextGaussian()), size + 2 * random.nextGaussian()
            };
        });
        return rows;
    }

    private static double[] pValues(DoubleUnaryOperator first, DoubleUnaryOperator second, long seed) {
        double[][] train = mapped(rows(1_200, SEED), first, second);
        double[][] news = mapped(rows(400, SEED + 1), first, second);
        Alarm alarm = TableModel.fit(Table.of(train, "a", "b", "c"), RECIPE.withSeed(seed))
                .alarm(0.05);
        return Arrays.stream(
                        alarm.judge(news).stream().mapToDouble(v -> v.score()).toArray())
                .toArray();
    }

    private static double[][] mapped(double[][] rows, DoubleUnaryOperator first, DoubleUnaryOperator second) {
        return Arrays.stream(rows)
                .map(r -> new double[] {first.applyAsDouble(r[0]), second.applyAsDouble(r[1]), r[2]})
                .toArray(double[][]::new);
    }

    /** The correlation of the ranks (Spearman). */
    private static double correlation(double[] a, double[] b) {
        double[] x = ranks(a);
        double[] y = ranks(b);
        double mean = (a.length - 1) / 2.0;
        double xy = IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - mean) * (y[i] - mean))
                .sum();
        double xx = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
        return xy / xx;
    }

    private static double[] ranks(double[] a) {
        int[] order = IntStream.range(0, a.length)
                .boxed()
                .sorted((i, j) -> Double.compare(a[i], a[j]))
                .mapToInt(i -> i)
                .toArray();
        double[] ranks = new double[a.length];
        IntStream.range(0, order.length).forEach(k -> ranks[order[k]] = k);
        return ranks;
    }

    @Test
    void anIncreasingFunctionOfAColumnChangesNoOrder() {
        DoubleUnaryOperator same = x -> x;
        double[] plain = pValues(same, same, SEED);
        double twice = correlation(plain, pValues(same, same, SEED + 1));
        for (List<DoubleUnaryOperator> maps : List.of(
                List.<DoubleUnaryOperator>of(Math::log, Math::log), List.<DoubleUnaryOperator>of(Math::cbrt, same))) {
            double other = correlation(plain, pValues(maps.get(0), maps.get(1), SEED));
            assertTrue(other > twice - 0.08 && other > 0.85, other + ", two trainings of one table " + twice);
        }
    }
}
