package io.github.vflow.flow.train.tree;

import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.defaults.TrainingDefaults;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often the outcomes m of a column occur beside the values u of another one, its parent. With f(u, m) the frequencies expected there, the
 * conditional frequencies are
 *
 * <pre>P(m | u) = (n(u, m) + a·f(u, m))/(n(u) + a).</pre>
 *
 * <p>The number of made-up rows a is the one by which each row is most likely, counted without itself.
 */
public final class PairTable {
    private final double[][] expected;
    private final int[][] counts;
    private final int[] rows;
    private double madeUp;
    private double mean = Double.NEGATIVE_INFINITY;
    private double error;

    /**
     * Counts.
     *
     * @param values of the parent in each row; negative where there is none
     * @param count of these values, from 0 on
     * @param outcomes of the column in each row; negative where there is none
     * @param expected the probability of each outcome in each row: [rows][outcomes]
     */
    PairTable(int[] values, int count, int[] outcomes, double[][] expected) {
        this(counts(values, count, outcomes, expected[0].length), means(values, count, outcomes, expected));
    }

    /** As {@link #PairTable(int[], int, int[], double[][])}, with the same probabilities in each row: those of the column. */
    static PairTable of(int[] values, int count, int[] outcomes, double[] frequencies) {
        return new PairTable(counts(values, count, outcomes, frequencies.length), frequencies);
    }

    /**
     * A table of counts.
     *
     * @param counts of the outcomes beside each value of the parent: [values][outcomes]. Not copied
     * @param frequencies of the outcomes in the column
     */
    public PairTable(int[][] counts, double[] frequencies) {
        this(
                counts,
                IntStream.range(0, counts.length).mapToObj(_ -> frequencies).toArray(double[][]::new));
    }

    private PairTable(int[][] counts, double[][] expected) {
        this.expected = expected;
        this.counts = counts;
        this.rows = Arrays.stream(counts).mapToInt(c -> Arrays.stream(c).sum()).toArray();
        for (double a = TrainingDefaults.LEAST_TREE_PRIOR;
                a <= TrainingDefaults.MOST_TREE_PRIOR;
                a *= MixtureDefaults.PRIOR_STEP) {
            judge(a);
        }
    }

    /** The mean probabilities of the rows with each value; one row of zeros for a value without rows. */
    private static double[][] means(int[] values, int count, int[] outcomes, double[][] expected) {
        double[][] means = new double[count][expected[0].length];
        int[] rows = new int[count];
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= 0 && outcomes[i] >= 0) {
                rows[values[i]]++;
                for (int m = 0; m < expected[i].length; m++) {
                    means[values[i]][m] += expected[i][m];
                }
            }
        }
        for (int u = 0; u < count; u++) {
            for (int m = 0; m < means[u].length; m++) {
                means[u][m] /= Math.max(1, rows[u]);
            }
        }
        return means;
    }

    private static int[][] counts(int[] values, int count, int[] outcomes, int kinds) {
        int[][] counts = new int[count][kinds];
        for (int i = 0; i < values.length; i++) {
            if (values[i] >= 0 && outcomes[i] >= 0) {
                counts[values[i]][outcomes[i]]++;
            }
        }
        return counts;
    }

    /**
     * How much the parent tells of the column: the mean of ln P(m | u) − ln f(u, m) over the rows, each counted without itself, less some standard
     * errors, in nats. A parent that tells nothing has less than zero, and one without rows has −∞.
     *
     * @param errors how many standard errors
     */
    public double gain(double errors) {
        return mean - errors * error;
    }

    /** Takes a made-up rows if the gain less a standard error is the largest so far. */
    private void judge(double a) {
        double sum = 0;
        double squares = 0;
        long n = 0;
        for (int u = 0; u < counts.length; u++) {
            for (int m = 0; m < expected[u].length; m++) {
                int k = counts[u][m];
                if (k > 0) {
                    // exactly zero for a value of one row, which tells nothing
                    double more = Math.log(((k - 1) / expected[u][m] + a) / (rows[u] - 1 + a));
                    sum += k * more;
                    squares += k * more * more;
                    n += k;
                }
            }
        }
        double average = sum / n;
        double deviation = Math.sqrt(Math.max(0, squares / n - average * average) / n);
        if (average - deviation > gain(1)) {
            mean = average;
            error = deviation;
            madeUp = a;
        }
    }

    /** P(m | u) of each outcome m. */
    public double[] shares(int u) {
        double[] shares = new double[expected[u].length];
        for (int m = 0; m < shares.length; m++) {
            shares[m] = (counts[u][m] + madeUp * expected[u][m]) / (rows[u] + madeUp);
        }
        return shares;
    }

    /** ln P(m | u) − ln f(u, m) of each outcome m; zero for a value without rows. */
    double[] logRatios(int u) {
        double[] ratios = shares(u);
        for (int m = 0; m < ratios.length; m++) {
            ratios[m] = rows[u] == 0 ? 0 : Math.log(ratios[m] / expected[u][m]);
        }
        return ratios;
    }
}
