package io.github.vflow.benchmarks.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times contenders in turns: ours, theirs and the machine's peak for a moment each, then again. What else the machine does then
 * falls on all of them, and the ratio of neighbours hardly moves.
 *
 * @param yardstick timed in every round, to say what the machine could do just then
 * @param clock that all are timed by
 * @param warmup seconds ours runs before it is timed; theirs, which is compiled before its second call, at most {@link #MAX_WARMUP}
 * @param seconds how long a contender is timed in all, unless {@link #MIN_ROUNDS} take longer
 */
record Duel(Contender yardstick, Clock clock, double warmup, double seconds) {
    private static final int MIN_ROUNDS = 5;
    private static final int MAX_ROUNDS = 25;
    private static final double MAX_WARMUP = 2;
    /** A moment: long against a change of process, short against what the machine does otherwise. */
    private static final double SLICE = 40e6;
    /** So long a sample hardly notices the clock. */
    private static final double SAMPLE = 20e3;

    /**
     * What came of it.
     *
     * @param ours our times
     * @param theirs theirs; null without an opponent
     * @param opponent the fastest of theirs
     * @param ratio theirs by ours, the median over rounds of the ratio of medians
     * @param peak times of the yardstick
     */
    record Result(
            Samples ours,
            @Nullable Samples theirs,
            @Nullable String opponent,
            double ratio,
            Samples peak) {}

    /**
     * A contender with its dose.
     *
     * @param typical nanoseconds of a call
     * @param best nanoseconds of a call that nothing interrupted
     */
    private record Dosed(Contender contender, Clock clock, int samples, int calls, double typical, double best) {
        /** The first sample finds other data in the caches and threads of the other that still spin, and is dropped. */
        double[] slice() {
            double[] times = contender.time(samples + 1, calls, clock);
            return Arrays.copyOfRange(times, 1, times.length);
        }
    }

    /**
     * Our work against theirs.
     *
     * @param theirs the ways they have to do it; only the fastest is timed in the end
     * @param single whether each call is a sample, for its percentiles
     */
    Result run(Contender ours, List<? extends Contender> theirs, boolean single) {
        Dosed we = dosed(ours, warmup, single);
        @Nullable
        Dosed they = theirs.stream()
                .map(t -> dosed(t, Math.min(warmup, MAX_WARMUP), single))
                .min(Comparator.comparingDouble(Dosed::best))
                .orElse(null);
        Dosed peak = dosed(yardstick, 0.1, false);
        double round = Math.max(SLICE, we.typical) + (they == null ? 0 : Math.max(SLICE, they.typical));
        int rounds = (int) Math.clamp(2 * seconds * 1e9 / round, MIN_ROUNDS, MAX_ROUNDS);
        List<double[]> a = new ArrayList<>();
        List<double[]> b = new ArrayList<>();
        List<double[]> p = new ArrayList<>();
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            a.add(we.slice());
            if (they != null) {
                b.add(they.slice());
                ratios[i] = Samples.median(b.getLast()) / Samples.median(a.getLast());
            }
            p.add(peak.contender.time(1, peak.calls, clock));
        }
        return new Result(
                Samples.of(a),
                they == null ? null : Samples.of(b),
                they == null ? null : they.contender.name(),
                they == null ? Double.NaN : Samples.median(ratios),
                Samples.of(p));
    }

    private Dosed dosed(Contender c, double warmup, boolean single) {
        double each = c.time(1, 1, clock)[0];
        long until = System.nanoTime() + (long) (warmup * 1e9);
        while (System.nanoTime() < until) {
            int calls = (int) Math.clamp(SLICE / each, 1, 1_000_000);
            each = c.time(1, calls, clock)[0];
        }
        int calls = single ? 1 : (int) Math.clamp(SAMPLE / each, 1, 100_000);
        int samples = (int) Math.clamp(SLICE / (each * calls), 1, 20_000);
        List<double[]> tried = new ArrayList<>();
        for (int i = 0; i < (each > SLICE ? 1 : 3); i++) {
            tried.add(c.time(samples, calls, clock));
        }
        Samples s = Samples.of(tried);
        return new Dosed(c, clock, samples, calls, s.quantile(0.5), s.quantile(0.05));
    }
}
