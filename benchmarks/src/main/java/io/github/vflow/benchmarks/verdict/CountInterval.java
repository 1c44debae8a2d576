package io.github.vflow.benchmarks.verdict;

import io.github.vflow.flow.distribution.mixing.LogGamma;

/**
 * The central 99 % of a distribution of counts.
 *
 * @param low at most 0.5 % is below
 * @param high at most 0.5 % is above
 */
record CountInterval(int low, int high) {
    private static final double TAIL = 0.005;

    static CountInterval of(double[] probabilities) {
        int low = 0;
        for (double below = probabilities[0]; below <= TAIL; below += probabilities[low]) {
            low++;
        }
        int high = probabilities.length - 1;
        for (double above = probabilities[high]; above <= TAIL; above += probabilities[high]) {
            high--;
        }
        return new CountInterval(low, high);
    }

    boolean has(int count) {
        return count >= low && count <= high;
    }

    /** P(count) of m independent trials. */
    static double[] binomial(int m, double p) {
        double[] logs = new double[m + 1];
        for (int i = 0; i <= m; i++) {
            logs[i] = logChoose(m, i) + i * Math.log(p) + (m - i) * Math.log1p(-p);
        }
        return normalised(logs);
    }

    /** P(count) of m trials with one probability, which is Beta(a, b). */
    static double[] betaBinomial(int m, double a, double b) {
        double[] logs = new double[m + 1];
        for (int i = 0; i <= m; i++) {
            logs[i] = logChoose(m, i) + LogGamma.of(i + a) + LogGamma.of(m - i + b);
        }
        return normalised(logs);
    }

    private static double[] normalised(double[] logs) {
        double max = Double.NEGATIVE_INFINITY;
        for (double l : logs) {
            max = Math.max(max, l);
        }
        double sum = 0;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.exp(logs[i] - max);
            sum += logs[i];
        }
        for (int i = 0; i < logs.length; i++) {
            logs[i] /= sum;
        }
        return logs;
    }

    private static double logChoose(int n, int k) {
        return LogGamma.of(n + 1.0) - LogGamma.of(k + 1.0) - LogGamma.of(n - k + 1.0);
    }
}
