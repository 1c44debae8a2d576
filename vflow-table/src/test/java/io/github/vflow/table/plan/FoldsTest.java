package io.github.vflow.table.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FoldsTest {
    private static Rows rows(int n) {
        return Rows.withGaps(IntStream.range(0, n)
                .mapToObj(i -> i == 7 ? new double[] {Double.NaN, Double.NaN} : new double[] {i, i == 3 ? 1 : 0})
                .toArray(double[][]::new));
    }

    @Test
    void eachRowWithACellIsInOneFold() {
        Rows rows = rows(103);
        Folds folds = Folds.of(rows, 4);
        assertEquals(5, folds.count());
        assertEquals(102, folds.size());
        assertEquals(-1, folds.of()[7]);
        int[] all = IntStream.range(0, 5)
                .flatMap(k -> Arrays.stream(folds.rows(k)))
                .sorted()
                .toArray();
        assertArrayEquals(IntStream.range(0, 103).filter(i -> i != 7).toArray(), all);
        for (int k = 0; k < 5; k++) {
            int size = folds.rows(k).length;
            assertEquals(20.5, size, 0.5, "fold " + k);
            int[] both = IntStream.concat(Arrays.stream(folds.rows(k)), Arrays.stream(folds.others(k)))
                    .sorted()
                    .toArray();
            assertArrayEquals(all, both);
        }
    }

    @Test
    void theSeedChoosesAndManyRowsHaveFewerFolds() {
        Rows rows = rows(60);
        assertArrayEquals(Folds.of(rows, 4).of(), Folds.of(rows, 4).of());
        assertFalse(Arrays.equals(Folds.of(rows, 4).of(), Folds.of(rows, 5).of()));
        int[] first = Arrays.copyOf(Folds.of(rows, 4).of(), 6);
        assertFalse(Arrays.equals(new int[] {0, 1, 2, 3, 4, 0}, first), "the order of the table decides");
        assertEquals(3, Folds.of(rows(10_002), 4).count());
        assertEquals(5, Folds.of(rows(10_001), 4).count(), "10,000 rows with a cell");
    }

    /** Row 3 alone differs in the second column, so the others of its fold have one value. */
    @Test
    void aColumnOfWhichOneRowDiffersDoesNotVaryInAllFolds() {
        Rows rows = rows(60);
        Folds folds = Folds.of(rows, 4);
        assertArrayEquals(new int[] {0}, folds.varied(rows, List.of(Column.real("a"), Column.real("b"))));
        Column labels = Column.category("b", List.of("no", "yes"));
        assertArrayEquals(new int[] {0, 1}, folds.varied(rows, List.of(Column.real("a"), labels)));
    }

    @Test
    void rowsThatAreTakenOutAreInNoFold() {
        Folds folds = new Folds(new int[] {0, 1, 2, 0, -1, 1}, 3);
        Folds rest = folds.without(new int[] {0, 2});
        assertArrayEquals(new int[] {-1, 1, -1, 0, -1, 1}, rest.of());
        assertArrayEquals(new int[] {0, 1, 2, 0, -1, 1}, folds.of(), "the others stay");
        assertArrayEquals(new int[] {1, 3, 5}, rest.scored());
        assertArrayEquals(new int[] {3}, rest.others(1));
        assertEquals(3, rest.size());
        assertEquals(3, rest.count());
    }

    /** A gap is no second value. */
    @Test
    void aColumnOfOneValueAndGapsDoesNotVary() {
        Rows rows = Rows.withGaps(IntStream.range(0, 30)
                .mapToObj(i -> new double[] {i, i % 2 == 0 ? 5 : Double.NaN})
                .toArray(double[][]::new));
        assertArrayEquals(new int[] {0}, Folds.of(rows, 4).varied(rows, List.of(Column.real("a"), Column.real("b"))));
    }
}
