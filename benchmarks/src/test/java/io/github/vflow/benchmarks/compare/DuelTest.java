package io.github.vflow.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.benchmarks.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Contenders that say what they took, so nothing here depends on the machine. */
class DuelTest {
    private static final double LONG_CALL = 50e6;

    private final List<String> turns = new ArrayList<>();
    private final Duel duel = new Duel(saying("peak", LONG_CALL), Clock.WALL, 0, 0);

    private Contender saying(String name, double nanos) {
        return new Contender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public double[] time(int samples, int calls, Clock clock) {
                turns.add(name);
                double[] times = new double[samples];
                Arrays.fill(times, nanos);
                return times;
            }
        };
    }

    @Test
    void theFastestOfTheirsIsTimedInTurnsWithOurs() {
        Duel.Result r = duel.run(
                saying("ours", LONG_CALL),
                List.of(saying("slow", 9 * LONG_CALL), saying("fast", 3 * LONG_CALL)),
                false);
        assertEquals("fast", r.opponent());
        assertEquals(3, r.ratio());
        List<String> round = List.of("ours", "fast", "peak");
        assertEquals(round, turns.subList(turns.size() - 3, turns.size()));
        assertEquals(round, turns.subList(turns.size() - 6, turns.size() - 3));
    }

    @Test
    void oursRunsAloneWithoutOpponents() {
        Duel.Result r = duel.run(saying("ours", LONG_CALL), List.of(), false);
        assertTrue(Double.isNaN(r.ratio()));
        assertEquals(LONG_CALL, r.ours().quantile(0.5));
    }

    @Test
    void theFirstSampleOfATurnDoesNotCount() {
        Contender cold = new Contender() {
            @Override
            public String name() {
                return "cold";
            }

            @Override
            public double[] time(int samples, int calls, Clock clock) {
                double[] times = new double[samples];
                Arrays.fill(times, LONG_CALL);
                times[0] = samples == 1 ? LONG_CALL : 9 * LONG_CALL;
                return times;
            }
        };
        assertEquals(LONG_CALL, duel.run(cold, List.of(), true).ours().quantile(1));
    }

    @Test
    void quantilesLieBetweenSamples() {
        Samples s = Samples.of(List.of(new double[] {3, 1}, new double[] {2}));
        assertEquals(2, s.quantile(0.5));
        assertEquals(1.5, s.quantile(0.25));
        var e = assertThrows(
                IllegalStateException.class, () -> Samples.of(List.of()).quantile(0.5));
        assertEquals("Samples.quantile: there is nothing to take it of; time something first", e.getMessage());
    }

    @Test
    void otherValuesStopTheComparison() {
        List<double[]> ours = List.of(new double[] {1, 2});
        Session.requireSame("sum", ours, List.of(new double[] {1, 2.00001}), 1e-5);
        var e = assertThrows(
                IllegalStateException.class,
                () -> Session.requireSame("sum", ours, List.of(new double[] {1, 2.1}), 1e-5));
        assertEquals("sum, result 0: the relative error in the norm is 4.30e-02, at most 1.00e-05", e.getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> Agreement.require("sum", 1, Double.NaN, 1e-5),
                "NaN is no agreement");
        assertEquals(
                "sum: result 0 has 2 numbers against 1",
                assertThrows(
                                IllegalStateException.class,
                                () -> Session.requireSame("sum", ours, List.of(new double[] {1}), 1e-5))
                        .getMessage());
    }
}
