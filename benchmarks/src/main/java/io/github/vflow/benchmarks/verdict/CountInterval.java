package io.github.vflow.benchmarks.verdict;

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
            logs[i] = logChoose(m, i) + logGamma(i + a) + logGamma(m - i + b);
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
        return logGamma(n + 1.0) - logGamma(k + 1.0) - logGamma(n - k + 1.0);
    }

    /** Stirling's series after shifting the argument up. */
    private static double logGamma(double x) {
        double shift = 0;
        double z = x;
        while (z < 20) {
            shift -= Math.log(z);
            z++;
        }
        double inverse = 1 / (z * z);
        double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / z;
        return shift + (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
    }
}
