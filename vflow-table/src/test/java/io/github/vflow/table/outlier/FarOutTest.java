package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FarOutTest {
    private static Table table(int farOut) {
        return Table.of(
                IntStream.range(0, 500)
                        .mapToObj(i -> new double[] {i % 100, i < farOut ? 1e5 + i : i % 7})
                        .toArray(double[][]::new),
                "a",
                "b");
    }

    @Test
    void aFewRowsFarOutAreNotLearned() {
        Table left = FarOut.without(table(5));
        assertEquals(495, left.size());
        assertEquals(6, Arrays.stream(left.rows().copyColumn(1)).max().orElseThrow());
        assertEquals("real", left.schema().column("b").kindWord());
    }

    @Test
    void aColumnOfWhichMoreAreFarOutHasHeavyTails() {
        Table left = FarOut.without(table(6));
        assertEquals(500, left.size());
        assertEquals("heavy-tailed", left.schema().column("b").kindWord());
        assertEquals("real", left.schema().column("a").kindWord());
    }

    /** A number at an atom is neither far, nor one of the numbers that say how far is far. */
    @Test
    void anAtomIsNoPartOfTheScale() {
        Column mostlyZero = Column.real("b").withAtoms(List.of(0.0));
        Table zeros = Table.of(
                        IntStream.range(0, 500)
                                .mapToObj(i -> new double[] {i % 100, i == 3 ? 4e5 : i % 5 < 4 ? 0 : 1 + i % 7})
                                .toArray(double[][]::new),
                        "a",
                        "b")
                .with(mostlyZero);
        Table left = FarOut.without(zeros);
        assertEquals(499, left.size());
        assertEquals(7, Arrays.stream(left.rows().copyColumn(1)).max().orElseThrow());
        assertEquals(mostlyZero, left.schema().column("b"));
        Column sentinel = Column.real("b").withAtoms(List.of(1e5));
        Table far = Table.of(
                        IntStream.range(0, 500)
                                .mapToObj(i -> new double[] {i % 100, i % 5 == 0 ? 1e5 : i % 7})
                                .toArray(double[][]::new),
                        "a",
                        "b")
                .with(sentinel);
        assertEquals(500, FarOut.without(far).size());
        assertEquals(sentinel, FarOut.without(far).schema().column("b"));
    }

    @Test
    void aColumnOfMostlyOneValueStaysAsItIs() {
        double[][] zeros = new double[200][2];
        IntStream.range(0, 200).forEach(i -> zeros[i][0] = i);
        IntStream.range(0, 20).forEach(i -> zeros[i][1] = 1000);
        Table left = FarOut.without(Table.of(zeros, "a", "b"));
        assertEquals(200, left.size());
        assertEquals("real", left.schema().column("b").kindWord());
    }
}
