package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.discrete.Completions;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows with missing cells that one set of programs evaluates, each as a sum over its completions: weight s of a row is
 * Σ (factor · weight s of the completion). Collects rows until they fill programs. Not thread-safe.
 */
final class GapSum {
    private final Programs programs;
    private final int samples;
    private final int width;
    private final List<Pending> rows = new ArrayList<>();
    private int terms;

    GapSum(Programs programs, int samples, int width) {
        this.programs = programs;
        this.samples = samples;
        this.width = width;
    }

    private record Pending(int row, Completions sum, int count) {}

    /** Receives the log-weights of a row. */
    interface Use {
        void of(int row, double[] logWeights);
    }

    /**
     * The terms of some rows.
     *
     * @param logs their log-weights [terms · samples]
     * @param logFactors ln of their factors [terms]
     */
    record Terms(double[] logs, double[] logFactors) {}

    /** Adds a row of a number of completions; true if {@link #run} should follow. */
    boolean add(int row, Completions sum, int count) {
        rows.add(new Pending(row, sum, count));
        terms += count;
        return terms >= GapDefaults.MOST_TERMS;
    }

    /** Evaluates the rows since the last run. */
    void run(int threads, Use use) {
        if (terms == 0) {
            return;
        }
        Terms all = terms(threads);
        int first = 0;
        for (Pending p : rows) {
            use.of(p.row, sums(all, first, p.count, samples));
            first += p.count;
        }
        rows.clear();
        terms = 0;
    }

    /** The terms of the rows since the last run. */
    Terms terms(int threads) {
        double[] completed = new double[terms * width];
        double[] logFactors = new double[terms];
        int t = 0;
        for (Pending p : rows) {
            for (int k = 0; k < p.count; k++, t++) {
                logFactors[t] = p.sum.fill(k, completed, t * width);
            }
        }
        double[] logs = new double[terms * samples];
        programs.each(
                (term, into, at) -> System.arraycopy(completed, term * width, into, at, width),
                terms,
                threads,
                (term, w, from) -> System.arraycopy(w, from, logs, term * samples, samples),
                _ -> {});
        return new Terms(logs, logFactors);
    }

    /** The log-weights [samples] of one row, of all terms. */
    static double[] sums(Terms all, int samples) {
        return sums(all, 0, all.logFactors.length, samples);
    }

    private static double[] sums(Terms all, int first, int count, int samples) {
        double[] sums = new double[samples];
        double[] each = new double[count];
        for (int s = 0; s < samples; s++) {
            for (int k = 0; k < count; k++) {
                each[k] = all.logs[(first + k) * samples + s] + all.logFactors[first + k];
            }
            sums[s] = count == 1 ? each[0] : ImportanceEstimate.logMeanExp(each, 0, count) + Math.log(count);
        }
        return sums;
    }
}
