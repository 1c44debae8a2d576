package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NoisyBatchesTest {
    private static final long SEED = 7;

    private static final List<List<Double>> NO_ATOMS = List.of(List.of(), List.of());
    private static final List<Optional<ListedNoise>> NO_LIST = List.of(Optional.empty());
    private static final List<Optional<ListedNoise>> NO_LISTS = List.of(Optional.empty(), Optional.empty());
    private static final List<Optional<MarginalCurve>> NO_CURVES = List.of(Optional.empty(), Optional.empty());

    private static double[] batch(long number) {
        double[][] zeros = new double[1_000][2];
        double[] rows = new double[2_000];
        boolean[] isWhole = {false, false};
        new NoisyBatches(
                        BatchSource.of(Rows.of(zeros), SEED),
                        new double[] {0, 3},
                        isWhole,
                        NO_ATOMS,
                        NO_CURVES,
                        NO_LISTS,
                        SEED)
                .fill(number, rows);
        return rows;
    }

    /** A row at the atom of a column stays there, or a member with noise would have no row at the atom; the other rows have noise. */
    @Test
    void anAtomHasNoNoise() {
        double[][] data = new double[400][];
        Arrays.setAll(data, i -> new double[] {i % 4 == 0 ? 2.5 : i, i % 4 == 1 ? 0 : i});
        double[] plain = new double[800];
        double[] noisy = new double[800];
        BatchSource source = BatchSource.of(Rows.of(data), SEED);
        source.fill(1, plain);
        new NoisyBatches(
                        source,
                        new double[] {1, 1},
                        new boolean[2],
                        List.of(List.of(2.5), List.of()),
                        NO_CURVES,
                        NO_LISTS,
                        SEED)
                .fill(1, noisy);
        int atoms = 0;
        for (int i = 0; i < plain.length; i++) {
            boolean isAtom = i % 2 == 0 && plain[i] == 2.5;
            atoms += isAtom ? 1 : 0;
            assertEquals(isAtom, noisy[i] == plain[i], "cell " + i + ": " + plain[i] + " and " + noisy[i]);
        }
        assertEquals(100, atoms);
    }

    /** The other numbers, −100 and 100, have the standard deviation 100; zero is an atom with either sign. */
    @Test
    void theAtomsOfAColumnHaveNoNoiseAndNoPartInItsScale() {
        Schema schema = new Schema(List.of(Column.real("x").withAtoms(List.of(0.0))));
        double[][] data = new double[2_000][];
        Arrays.setAll(data, i -> new double[] {List.of(0.0, -0.0, -100.0, 100.0).get(i % 4)});
        Rows train = Rows.of(data);
        BatchSource source = BatchSource.of(train, SEED);
        double[] plain = new double[2_000];
        double[] noisy = new double[2_000];
        source.fill(3, plain);
        NoisyBatches.of(source, schema, List.of(), train, 0.5, SEED).fill(3, noisy);
        double square = 0;
        for (int i = 0; i < 2_000; i++) {
            assertTrue(plain[i] != 0 || noisy[i] == 0, "an atom became " + noisy[i]);
            square += (noisy[i] - plain[i]) * (noisy[i] - plain[i]) / 1_000;
        }
        assertEquals(50 * 50, square, 400, "seed " + SEED);
    }

    /** Rounding adds 1/12 to the variance of noise on ten whole numbers, whose variance is 11. Categories and bounded columns stay as they are. */
    @Test
    void wholeNumbersStayWhole() {
        Schema schema = new Schema(List.of(
                Column.whole("n"),
                Column.real("x"),
                Column.bounded("b", -10, 10),
                Column.heavyTailed("h"),
                Column.category("c", List.of("u", "v"))));
        double[][] data = new double[1_000][];
        Arrays.setAll(data, i -> {
            int sign = i % 2 == 0 ? 1 : -1;
            return new double[] {(1 + i / 2 % 5) * sign, 4 * sign, sign, sign, i % 2};
        });
        Rows train = Rows.of(data);
        double[] plain = new double[5_000];
        double[] noisy = new double[5_000];
        BatchSource source = BatchSource.of(train, SEED);
        source.fill(3, plain);
        NoisyBatches.of(source, schema, List.of(), train, 0.5, SEED).fill(3, noisy);
        double[] squares = new double[5];
        for (int i = 0; i < noisy.length; i++) {
            squares[i % 5] += (noisy[i] - plain[i]) * (noisy[i] - plain[i]) / 1_000;
            assertTrue(i % 5 != 0 || noisy[i] == Math.rint(noisy[i]), "whole: " + noisy[i]);
        }
        assertEquals(11 / 4.0 + 1 / 12.0, squares[0], 0.6, "seed " + SEED);
        assertEquals(4, squares[1], 0.6, "seed " + SEED);
        assertArrayEquals(new double[3], Arrays.copyOfRange(squares, 2, 5));
    }

    /** Directions of 355 to 5 degrees have a standard deviation of 3, not of 175. */
    @Test
    void noiseOnACircleHasTheScaleOfTheShortestArc() {
        Schema schema = new Schema(List.of(new Column.Circular("wind", 0, 360)));
        double[][] data = new double[1_000][];
        Arrays.setAll(data, i -> new double[] {(355 + i % 11) % 360});
        Rows train = Rows.of(data);
        double[] plain = new double[1_000];
        double[] noisy = new double[1_000];
        BatchSource source = BatchSource.of(train, SEED);
        source.fill(3, plain);
        NoisyBatches.of(source, schema, List.of(), train, 0.5, SEED).fill(3, noisy);
        double square = IntStream.range(0, 1_000)
                .mapToDouble(i -> (noisy[i] - plain[i]) * (noisy[i] - plain[i]) / 1_000)
                .sum();
        assertEquals(10 / 4.0, square, 0.5, "seed " + SEED);
    }

    /** Numbers that are a hundred times as dense below zero get noise a hundred times as narrow there; whole numbers stay whole. */
    @Test
    void noiseThroughAMapIsAsWideAsTheNumbersAreSpread() {
        MarginalMap map = new MarginalMap(List.of(-1.0, 0.0, 1.0), List.of(10.0, 10.0, 0.1), 0);
        List<ColumnSpec> kinds = List.of(
                new ColumnSpec.Marginal(map, new ColumnSpec.Real()),
                new ColumnSpec.Atom(-7, new ColumnSpec.Marginal(map, new ColumnSpec.Whole(0, 1))));
        Schema schema = new Schema(List.of(Column.real("x"), Column.whole("n").withAtoms(List.of(-7.0))));
        double[][] data = new double[3_000][];
        Arrays.setAll(data, i -> new double[] {i % 2 == 0 ? -50 : 500, i % 3 == 0 ? -7 : 500});
        double[] noisy = new double[6_000];
        BatchSource source = BatchSource.of(Rows.of(data), SEED);
        double[] plain = new double[6_000];
        source.fill(0, plain);
        NoisyBatches.of(source, schema, kinds, Rows.of(data), 0.2, SEED).fill(0, noisy);
        double[] squares = new double[3];
        int[] counts = new int[3];
        for (int i = 0; i < noisy.length; i++) {
            int kind = i % 2 == 1 ? 2 : plain[i] < 0 ? 0 : 1;
            if (plain[i] == -7) {
                assertEquals(-7, noisy[i]);
            } else {
                squares[kind] += (noisy[i] - plain[i]) * (noisy[i] - plain[i]);
                counts[kind]++;
            }
            assertTrue(i % 2 == 0 || noisy[i] == Math.rint(noisy[i]), "whole: " + noisy[i]);
        }
        // deviations of 0.2 over slopes of 10 and 0.1
        assertEquals(0.02, Math.sqrt(squares[0] / counts[0]), 0.002, "seed " + SEED);
        assertEquals(2, Math.sqrt(squares[1] / counts[1]), 0.2, "seed " + SEED);
        assertEquals(2, Math.sqrt(squares[2] / counts[2]), 0.2, "seed " + SEED);
    }

    /**
     * Numbers move by places, as often to a number as away from it, so that their shares stay; a number beside the list stays as it is. The places of
     * these rows have a standard deviation of 0.86.
     */
    @Test
    void numbersOfAListMoveAndKeepTheirShares() {
        List<Double> list = List.of(-3.0, 0.0, 1.0, 1000.0);
        List<ColumnSpec> kinds = List.of(new ColumnSpec.Listed(list, false));
        Schema schema = new Schema(List.of(Column.real("x").withAtoms(list)));
        int n = 20_000;
        double[][] data = new double[n][];
        Arrays.setAll(data, i -> new double[] {
            i == 7 ? 0.5 : list.get(List.of(0, 1, 1, 1, 1, 1, 2, 3, 3, 3).get(i % 10))
        });
        BatchSource source = BatchSource.of(Rows.of(data), SEED);
        double[] plain = new double[n];
        double[] noisy = new double[n];
        source.fill(1, plain);
        NoisyBatches.of(source, schema, kinds, Rows.of(data), 0.8, SEED).fill(1, noisy);
        double[] shares = new double[list.size()];
        double[] moved = new double[list.size()];
        for (int i = 0; i < n; i++) {
            int to = list.indexOf(noisy[i]);
            assertEquals(plain[i] == 0.5, to < 0, "row " + i);
            if (to >= 0) {
                shares[to] += 1.0 / n;
                moved[list.indexOf(plain[i])] += noisy[i] == plain[i] ? 0 : 1.0 / n;
            }
        }
        assertArrayEquals(new double[] {0.1, 0.5, 0.1, 0.3}, shares, 0.01, "seed " + SEED);
        assertTrue(Arrays.stream(moved).allMatch(m -> m > 0.01), "who moved: " + Arrays.toString(moved));
        assertTrue(moved[1] < 0.3 && moved[2] > 0.04, "rare ones move more often: " + Arrays.toString(moved));
    }

    @Test
    void noiseHasTheScaleOfItsColumn() {
        double[] rows = batch(0);
        double squares = 0;
        for (int i = 0; i < rows.length; i += 2) {
            assertEquals(0, rows[i]);
            squares += rows[i + 1] * rows[i + 1];
        }
        assertEquals(9, squares / 1_000, 1.5, "seed " + SEED);
    }

    /** Rounding is as often up as down. The standard error of a mean of n rows is √((s² + 1/12)/n). */
    @Test
    void noiseHasTheMeanZero() {
        int n = 20_000;
        double deviation = 3;
        double[] cells = new double[2 * n];
        double[][] data = new double[100][];
        Arrays.setAll(data, _ -> new double[] {7, 7});
        new NoisyBatches(
                        BatchSource.of(Rows.of(data), SEED),
                        new double[] {deviation, deviation},
                        new boolean[] {true, false},
                        NO_ATOMS,
                        NO_CURVES,
                        NO_LISTS,
                        SEED)
                .fill(2, cells);
        double error = Math.sqrt((deviation * deviation + 1 / 12.0) / n);
        for (int j = 0; j < 2; j++) {
            int column = j;
            double mean = IntStream.range(0, n)
                    .mapToDouble(i -> cells[2 * i + column])
                    .average()
                    .orElseThrow();
            assertEquals(7, mean, 4 * error, "column " + j + ", seed " + SEED);
        }
    }

    @Test
    void theRowsOfABatchAreKnownByTheNumbersOfTheSource() {
        BatchSource source = BatchSource.of(Rows.of(new double[50][2]), SEED);
        BatchSource noisy =
                new NoisyBatches(source, new double[] {1, 1}, new boolean[2], NO_ATOMS, NO_CURVES, NO_LISTS, SEED);
        assertEquals(50, noisy.rows());
        assertEquals(2, noisy.width());
        for (int position = 0; position < 8; position++) {
            assertEquals(source.row(3, 8, position), noisy.row(3, 8, position));
            assertEquals(source.describe(3, 8, position), noisy.describe(3, 8, position));
        }
    }

    /** The rows are zeros, so that the noise alone tells batches apart. */
    @Test
    void aBatchDependsOnItsNumberAlone() {
        assertArrayEquals(batch(5), batch(5));
        assertNotEquals(Arrays.toString(batch(5)), Arrays.toString(batch(6)));
    }

    /** Through a map, the image of a number moves by the noise that the number would have without it. */
    @Test
    void noiseMovesTheImageOfANumber() {
        MarginalMap map = new MarginalMap(List.of(-1.0, 0.0, 1.0), List.of(10.0, 10.0, 0.1), 0);
        double[][] data = new double[400][];
        Arrays.setAll(data, i -> new double[] {i / 100.0 - 2});
        BatchSource source = BatchSource.of(Rows.of(data), SEED);
        double[] plain = new double[400];
        double[] straight = new double[400];
        double[] through = new double[400];
        source.fill(2, plain);
        double[] scale = {0.01};
        new NoisyBatches(source, scale, new boolean[1], List.of(List.of()), List.of(Optional.empty()), NO_LIST, SEED)
                .fill(2, straight);
        new NoisyBatches(
                        source,
                        scale,
                        new boolean[1],
                        List.of(List.of()),
                        List.of(Optional.of(map.curve())),
                        NO_LIST,
                        SEED)
                .fill(2, through);
        for (int i = 0; i < 400; i++) {
            assertEquals(
                    straight[i] - plain[i],
                    map.curve().forward(through[i]) - map.curve().forward(plain[i]),
                    1e-6,
                    "cell " + i);
        }
        double[] next = new double[400];
        new NoisyBatches(
                        BatchSource.of(Rows.of(new double[400][1]), SEED),
                        scale,
                        new boolean[1],
                        List.of(List.of()),
                        List.of(Optional.empty()),
                        NO_LIST,
                        SEED)
                .fill(3, next);
        assertTrue(IntStream.range(0, 400).noneMatch(i -> next[i] == straight[i] - plain[i]), "another batch");
    }
}
