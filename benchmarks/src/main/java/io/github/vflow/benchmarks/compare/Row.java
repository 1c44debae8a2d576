package io.github.vflow.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param work what is done
 * @param unit of the times
 * @param nanos of one unit
 * @param quantile of the times that is shown first
 * @param amount what a call does, to be divided by its time
 * @param result the times
 */
record Row(
        String work,
        String unit,
        double nanos,
        double quantile,
        @Nullable Amount amount,
        Duel.Result result) {
    /** The quantile of calls that nothing interrupted. */
    private static final double UNDISTURBED = 0.05;

    /**
     * What a call does.
     *
     * @param size how much
     * @param unit of size a second
     * @param threads on which floating-point operations run, each with a peak; zero for what has no peak
     */
    record Amount(double size, String unit, int threads) {
        static Amount flops(double number) {
            return flops(number, 1);
        }

        static Amount flops(double number, int threads) {
            return new Amount(number * 1e-9, "GFLOP/s", threads);
        }

        static Amount of(double size, String unit) {
            return new Amount(size, unit, 0);
        }
    }

    static Row micros(String work, @Nullable Amount amount, Duel.Result result) {
        return new Row(work, "µs", 1e3, 0.5, amount, result);
    }

    static Row millis(String work, @Nullable Amount amount, Duel.Result result) {
        return new Row(work, "ms", 1e6, 0.5, amount, result);
    }

    /** Nanoseconds of one of many elements. */
    static Row elements(String work, int number, Duel.Result result) {
        return new Row(work, "ns", number, 0.5, null, result);
    }

    /** The same times at another quantile. */
    Row at(double q) {
        return new Row(work + ", p" + Math.round(100 * q), unit, nanos, q, null, result);
    }

    double ours() {
        return result.ours().quantile(quantile) / nanos;
    }

    double theirs() {
        return result.theirs() == null ? Double.NaN : result.theirs().quantile(quantile) / nanos;
    }

    /** Theirs by ours: above one, ours is the faster. */
    double ratio() {
        return quantile == 0.5 ? result.ratio() : theirs() / ours();
    }

    /** The ratio of the calls that nothing interrupted. */
    double undisturbed() {
        return result.theirs() == null
                ? Double.NaN
                : result.theirs().quantile(0.05) / result.ours().quantile(0.05);
    }

    /** Our amount a second. */
    double rate() {
        return amount == null ? Double.NaN : amount.size / (result.ours().quantile(0.5) * 1e-9);
    }

    /** What the machine could do in between, at its best. */
    double peak() {
        return FmaPeak.rate(result.peak().quantile(UNDISTURBED));
    }

    /** Our share of the peak: both undisturbed, for the two are not timed at the same moment. */
    double share() {
        return amount == null || amount.threads == 0
                ? Double.NaN
                : amount.size / (result.ours().quantile(UNDISTURBED) * 1e-9) / (amount.threads * peak());
    }
}
