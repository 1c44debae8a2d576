package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonException;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.drift.statistic.Bets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The state of a column against the definitions of its detectors: sums and maxima over all rows at which drift may have begun. */
final class ColumnWatchTest {
    private static final double ROUNDING = 1e-9;
    private static final double DELTA = 0.01;
    private static final Reference NUMBERS =
            Reference.ofNumbers("x", new SplittableRandom(1).doubles(2_000).toArray());

    /** Cells of rows as in the baseline, and then higher. */
    private static int[] cells(int before, int after) {
        SplittableRandom random = new SplittableRandom(2);
        int[] cells = new int[before + after];
        Arrays.setAll(cells, i -> NUMBERS.cell(i < before ? random.nextDouble() : 0.6 + 0.4 * random.nextDouble()));
        return cells;
    }

    private static ColumnWatch watch(int... cells) {
        ColumnWatch watch = new ColumnWatch(NUMBERS, DELTA);
        for (int i = 0; i < cells.length; i++) {
            watch.add(cells[i], i + 1);
        }
        return watch;
    }

    /** The payment of a bet for the rows from one to another. */
    private static double won(double[][] pays, int bet, int[] cells, int from, int to) {
        double product = 1;
        for (int i = from; i <= to; i++) {
            product *= pays[cells[i]][bet];
        }
        return product;
    }

    /** A detector is the sum over all first rows s of what the bet has won since s. */
    @Test
    void theEvidenceIsTheSumOverAllBeginnings() {
        double[][] pays = Bets.of(NUMBERS.counts(), NUMBERS.groups(), false, DELTA);
        int[] cells = cells(30, 20);
        int bets = pays[0].length;
        double sum = 0;
        int best = 0;
        double most = 0;
        for (int bet = 0; bet < bets; bet++) {
            double detector = 0;
            for (int s = 0; s < cells.length; s++) {
                detector += won(pays, bet, cells, s, cells.length - 1);
            }
            sum += detector;
            best = detector > most ? bet : best;
            most = Math.max(most, detector);
        }
        DriftMonitor.Report.Column seen = watch(cells).report(true);
        assertEquals(sum / bets, seen.evidence(), ROUNDING * sum);
        assertEquals(1 + bestBeginning(pays, best, cells, cells.length - 1), seen.since());
        assertTrue(seen.since() > 20, "the change is after row 30: " + seen);
    }

    private static int bestBeginning(double[][] pays, int bet, int[] cells, int last) {
        int best = last;
        for (int s = last; s >= 0; s--) {
            best = won(pays, bet, cells, s, last) > won(pays, bet, cells, best, last) ? s : best;
        }
        return best;
    }

    @Test
    void nothingIsLeftAfterARestart() {
        ColumnWatch watch = watch(cells(30, 40));
        assertTrue(watch.evidence() > 1_000, () -> "" + watch.evidence());
        watch.restart();
        assertEquals(watch().toJson().toString(), watch.toJson().toString());
        assertEquals(0, watch.evidence());
    }

    @Test
    void withoutBetsThereIsNoEvidenceAndNoDate() {
        Reference one = Reference.ofCategories("c", List.of("a"), 0);
        double surely = 1e-300;
        assertEquals(0, Bets.of(one.counts(), one.groups(), true, surely)[0].length);
        ColumnWatch watch = new ColumnWatch(one, surely);
        watch.add(0, 1);
        assertEquals(0, watch.evidence());
        assertEquals(0, watch.report(true).since());
    }

    /** Long drift reaches the largest number of a state, which can be restored. */
    @Test
    void theLargestEvidenceIsKept() {
        int[] cells = new int[5_000];
        Arrays.fill(cells, NUMBERS.cell(2));
        ColumnWatch watch = watch(cells);
        String state = watch.toJson().toString();
        assertTrue(state.contains("1.0E290"), state);
        ColumnWatch other = watch();
        restore(other, state, cells.length);
        assertEquals(state, other.toJson().toString());
        assertEquals(watch.report(true), other.report(true));
        assertEquals(1, watch.report(true).since());
        assertMessage(
                "the state of \"x\" cannot have the number 1.0E291", state.replaceFirst("1.0E290", "1.0E291"), 5_000);
        for (String list : List.of("detectors", "products", "starts")) {
            JsonException e = assertThrows(
                    JsonException.class,
                    () -> restore(watch(), state.replace("\"" + list + "\":[", "\"" + list + "\":[0,"), 5_000));
            assertTrue(String.valueOf(e.getMessage()).contains("numbers of a kind but has"), e::getMessage);
        }
    }

    private static void restore(ColumnWatch watch, String state, long rows) {
        Field.root(JsonValue.parse(state)).object(f -> {
            watch.restore(f, rows);
            return watch;
        });
    }

    private static void assertMessage(String expected, String state, long rows) {
        JsonException e = assertThrows(JsonException.class, () -> restore(watch(), state, rows));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e::getMessage);
    }
}
