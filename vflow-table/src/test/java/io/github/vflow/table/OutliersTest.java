package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The odd rows of a search whose verdicts are made by hand: rows 3, 17 and 8, the oddest first, and row 5 without a known cell. */
final class OutliersTest {
    private static final Table TABLE = Table.of(
            IntStream.range(0, 40).mapToObj(i -> new double[] {i, i * i % 11}).toArray(double[][]::new), "a", "b");
    private static final Outliers FOUND = found();

    private static Outliers found() {
        List<Optional<Verdict>> verdicts = new ArrayList<>(Collections.nCopies(40, verdict(-1, 0.5)));
        verdicts.set(3, verdict(-30, 0.01));
        verdicts.set(17, verdict(-20, 0.01));
        verdicts.set(8, verdict(-10, 0.01));
        verdicts.set(5, Optional.empty());
        return new Outliers(TABLE, verdicts, Collections.nCopies(40, Optional.empty()));
    }

    private static Optional<Verdict> verdict(double score, double pValue) {
        return Optional.of(new Verdict(score, 0, pValue, 0.01, Optional.empty(), List.of(), Optional.empty()));
    }

    @Test
    void theOddestComeFirst() {
        assertArrayEquals(new int[] {3, 17, 8}, FOUND.odd());
        assertTrue(FOUND.isOdd(17));
        assertFalse(FOUND.isOdd(4) || FOUND.isOdd(5));
        assertEquals("3 of 40 rows are odd", FOUND.toString());
    }

    @Test
    void theOtherRowsAreATableToTrainOn() {
        double[] rest = IntStream.range(0, 40)
                .filter(i -> i != 3 && i != 8 && i != 17)
                .asDoubleStream()
                .toArray();
        assertArrayEquals(rest, FOUND.clean().rows().copyColumn(0));
        TableTraining training = TableTraining.of(FOUND, Recipe.standard().withSeed(5));
        assertEquals(List.of(3, 8, 17), training.plan().oddRows().orElseThrow());
        assertTrue(training.plan().recipe().split().leavesOutOddRows());
        assertFalse(training.plan().searchesFirst());
        assertEquals(37, training.rows().size());
    }

    @Test
    void theSourceIsReadAgainUnderTheSchema() throws IOException {
        try (RecordReader records =
                FOUND.open(ObjectSource.ofMaps(List.of(Map.of("b", 2, "a", 1.5))), ReadOptions.standard())) {
            assertArrayEquals(new double[] {1.5, 2}, records.next().getFirst().row());
        }
    }
}
