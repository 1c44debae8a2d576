package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.fit.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table of numbers that repeat: two codes, eight sizes, hours most of which are four, multiples of 5, an amount that is mostly zero. */
final class RepeatsTest {
    private static final long SEED = 20_261_129;
    private static final int ROWS = 1_500;
    private static final int DRAWS = 2_000;
    private static final int SEEDS = 4;
    private static final double[] SIZES = {3_750, 15_000, 25_000, 42_500, 75_000, 125_000, 175_000, 250_000};
    private static final List<Map<String, Double>> CELLS = cells();

    private static List<Map<String, Double>> cells() {
        System.out.println("RepeatsTest: seed " + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        List<Map<String, Double>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double hour = random.nextDouble() < 0.96 ? 6 * random.nextInt(4) : random.nextInt(24);
            double code = random.nextDouble() < 0.53 ? -0.044642 : 0.05068;
            boolean isFree = random.nextDouble() < 0.9;
            Map<String, Double> row = new HashMap<>();
            row.put("hour", hour);
            row.put("code", code);
            row.put("size", SIZES[random.nextDouble() < 0.48 ? 7 : random.nextInt(7)]);
            row.put("wind", 5 * Math.rint(Math.max(2, 10 + 4 * random.nextGaussian())));
            row.put("cost", isFree ? 0 : Math.rint(Math.exp(5 + random.nextGaussian())));
            row.put("y", hour / 6 + (code > 0 ? 2 : 0) + random.nextGaussian());
            rows.add(row);
        }
        return rows;
    }

    private static Map<Double, Double> shares(double[] cells) {
        return Arrays.stream(cells)
                .boxed()
                .collect(Collectors.groupingBy(
                        Function.identity(), TreeMap::new, Collectors.summingDouble(_ -> 1.0 / cells.length)));
    }

    /** The table with its columns in another order: the first ones are the last. */
    private static Table turned(int by) {
        List<String> names = new ArrayList<>(CELLS.getFirst().keySet());
        Collections.rotate(names, by);
        return Table.of(CELLS.stream()
                .map(row -> {
                    Map<String, Double> turned = new LinkedHashMap<>();
                    names.forEach(name -> turned.put(name, row.get(name)));
                    return turned;
                })
                .toList());
    }

    @Test
    void samplesHaveTheNumbersOfTheTableAsOftenAsIt() {
        assertShares(turned(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void samplesHaveThemInEveryOrder(int by) {
        assertShares(turned(by));
    }

    /** Adds the numbers whose shares among some samples are beyond two standard errors of those of the table. */
    private static int compare(TableModel model, double[][] samples, List<String> far) {
        int compared = 0;
        for (String name : List.of("hour", "code", "size", "wind", "cost")) {
            int j = model.columns().indexOf(name);
            Map<Double, Double> file =
                    shares(CELLS.stream().mapToDouble(row -> row.get(name)).toArray());
            Map<Double, Double> drawn =
                    shares(Arrays.stream(samples).mapToDouble(row -> row[j]).toArray());
            Set<Double> listed = name.equals("cost") ? Set.of(0.0) : file.keySet();
            if (!name.equals("cost")) {
                assertTrue(file.keySet().containsAll(drawn.keySet()), () -> name + ": " + drawn);
            }
            for (double x : listed) {
                double p = file.get(x);
                double error = 2 * Math.sqrt(p * (1 - p) / DRAWS) + 0.5 / DRAWS;
                compared++;
                if (Math.abs(drawn.getOrDefault(x, 0.0) - p) > error) {
                    far.add(name + " " + x + ": " + p + ", in samples " + drawn.get(x));
                }
            }
        }
        return compared;
    }

    private static void assertShares(Table table) {
        TableModel model = TableModel.fit(
                table, Recipe.standard().withNoise(0.0).withCalibration(0).withSteps(300));
        List<String> far = new ArrayList<>();
        int compared = 0;
        for (long seed = SEED; seed < SEED + SEEDS; seed++) {
            compared += compare(model, model.sample(DRAWS, seed), far);
        }
        int all = compared;
        // one in twenty is beyond two standard errors by chance
        assertTrue(far.size() <= 0.1 * all, () -> far.size() + " of " + all + ": " + far);
        Comparison columns = model.compareSamples(1_000, SEED);
        assertEquals(List.of(), columns.drifted(Comparison.LEVEL), () -> columns.toString());
        double code = Math.exp(model.marginal(Map.of("code", 0.05068)).logProb());
        assertEquals(
                CELLS.stream().filter(row -> row.get("code") > 0).count() / (double) ROWS, code, 0.03, "P of a code");
        double rare = model.marginal(Map.of("code", 0.01)).logProb();
        assertTrue(Double.isFinite(rare) && rare < Math.log(0.01), "another code is odd, and not impossible: " + rare);
    }
}
