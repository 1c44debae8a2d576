package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.OddCombinations;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a search leaves out before it trains. */
class SuspectsTest {
    /** The first hundred rows are odd; the label of a row is not seen. */
    @ParameterizedTest
    @ValueSource(ints = 1)
    void manyOddCombinationsAreSuspects(int seed) {
        int[] suspects = suspects(OddCombinations.of(2_000, seed).table());
        long odd = Arrays.stream(suspects).filter(i -> i < 100).count();
        assertTrue(
                odd >= 75 && suspects.length - odd <= 30, odd + " of 100, and " + (suspects.length - odd) + " others");
    }

    /** Rows drawn apart from one another, a tenth of them odd everywhere. */
    @ParameterizedTest
    @ValueSource(ints = 1)
    void aTenthThatIsOddEverywhereIsSuspect(int seed) {
        double[][] rows = normal(seed, 800);
        RandomGenerator random = new SplittableRandom(seed);
        for (int i = 0; i < 80; i++) {
            Arrays.setAll(rows[i], j -> random.nextDouble(-3, 3));
        }
        int[] suspects = suspects(Table.of(rows, "x", "y", "z", "w"));
        long odd = Arrays.stream(suspects).filter(i -> i < 80).count();
        assertTrue(
                odd >= 55 && suspects.length - odd <= 25, odd + " of 80, and " + (suspects.length - odd) + " others");
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void aCleanTableHasNone(int seed) {
        assertEquals(0, suspects(Table.of(normal(seed, 800), "x", "y", "z", "w")).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void otherSeedsDoNotMatter(int seed) {
        manyOddCombinationsAreSuspects(seed);
        aTenthThatIsOddEverywhereIsSuspect(seed);
        aCleanTableHasNone(seed);
    }

    /** One row in fifty that is odd everywhere is too few to leave out; a tenth is not, above. */
    @Test
    void fewOddRowsHaveNone() {
        double[][] rows = normal(1, 800);
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < 16; i++) {
            Arrays.setAll(rows[i], j -> random.nextDouble(-3, 3));
        }
        assertEquals(0, suspects(Table.of(rows, "x", "y", "z", "w")).length);
    }

    /** The same odd rows are seen by three columns of numbers, and not by two. */
    @Test
    void twoColumnsHaveNone() {
        Table table = OddCombinations.of(2_000, 1).table();
        assertTrue(suspects(table.select(List.of("x", "y", "z"))).length > 0);
        assertEquals(0, suspects(table.select(List.of("x", "y", "label"))).length);
    }

    /** Columns whose numbers repeat have probabilities, not densities: a rare pair of two numbers is none of a normal distribution. */
    @Test
    void repeatedNumbersAreNotSeen() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = IntStream.range(0, 800)
                .mapToObj(i -> new double[] {
                    i % 40, i < 64 ? random.nextInt(40) : i % 40, random.nextGaussian(), random.nextGaussian()
                })
                .toArray(double[][]::new);
        assertEquals(0, suspects(Table.of(rows, "x", "y", "z", "w")).length);
    }

    /** The kind that a user gives to a column of numbers on a line changes no suspect. */
    @Test
    void kindsOfNumbersDoNotMatter() {
        Table table = OddCombinations.of(2_000, 1).table();
        int[] before = suspects(table);
        assertTrue(before.length > 0);
        assertArrayEquals(
                before, suspects(table.with(Column.bounded("y", -100, 100)).with(Column.heavyTailed("z"))));
    }

    /** Gaps and a far number change hardly a suspect; equal rows and seeds have equal ones. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void gapsAndFarNumbersChangeLittle() {
        Rows rows = OddCombinations.of(2_000, 1).table().rows();
        double[][] gaps = IntStream.range(0, 2_000).mapToObj(rows::copyRow).toArray(double[][]::new);
        for (int i = 0; i < 2_000; i += 50) {
            gaps[i][i % 3] = Double.NaN;
        }
        gaps[1_999][0] = 1e12;
        Table table = OddCombinations.of(2_000, 1).table();
        int[] before = suspects(table);
        assertArrayEquals(before, suspects(table));
        int[] after = Suspects.of(
                Rows.withGaps(gaps), table.schema().modelled().columns(), Folds.of(Rows.withGaps(gaps), 1), 1);
        long both = Arrays.stream(after)
                .filter(i -> Arrays.binarySearch(before, i) >= 0)
                .count();
        assertTrue(both >= 0.8 * before.length, both + " of " + before.length);
    }

    private static double[][] normal(int seed, int n) {
        RandomGenerator random = new SplittableRandom(seed + 100);
        double[][] rows = new double[n][4];
        for (double[] row : rows) {
            row[0] = random.nextGaussian();
            row[1] = row[0] + 0.3 * random.nextGaussian();
            row[2] = -row[1] + 0.5 * random.nextGaussian();
            row[3] = random.nextGaussian();
        }
        return rows;
    }

    private static int[] suspects(Table table) {
        return Suspects.of(table.rows(), table.schema().modelled().columns(), Folds.of(table.rows(), 1), 1);
    }
}
