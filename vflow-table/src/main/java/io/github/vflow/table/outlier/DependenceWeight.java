package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.OddRowDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much a sum over columns counts where columns depend on one another. Correlated columns repeat the same evidence; the weight discounts it. So a
 * sum Σⱼ lⱼ counts as
 *
 * <pre>  m + w·(Σⱼ lⱼ − m),   w = min(1, Σⱼ Var lⱼ / Var Σⱼ lⱼ),</pre>
 *
 * with its mean m. The weight w is one if columns are independent, and 1/d if d columns say the same; w·d is an effective number of independent
 * columns. Composite likelihoods are scaled for the same reason (Pauli, Racugno and Ventura 2011).
 *
 * @param weight w
 * @param mean m, in nats
 */
record DependenceWeight(double weight, double mean) {
    /** The term of a column in a sum. */
    interface Term {
        /** l of a known value, in nats. */
        double of(Marginal column, double value);
    }

    /** The weight for rows [n, d], where a missing cell counts as the mean of its column. */
    static DependenceWeight of(Rows rows, List<Marginal> columns, Term term) {
        double[] sums = new double[rows.size()];
        for (int j = 0; j < columns.size(); j++) {
            double[] terms = terms(rows, j, columns.get(j), term);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += terms[i];
            }
        }
        double[] sorted = Arrays.stream(sums).sorted().toArray();
        double least = sorted[(int) (OddRowDefaults.LEFT_OUT * sorted.length)];
        int[] kept =
                IntStream.range(0, sums.length).filter(i -> sums[i] >= least).toArray();
        double independent = 0;
        for (int j = 0; j < columns.size(); j++) {
            independent += variance(terms(rows, j, columns.get(j), term), kept);
        }
        double all = variance(sums, kept);
        return new DependenceWeight(all > independent ? independent / all : 1, mean(sums, kept));
    }

    /** m + w·(s − m) for a sum s, in nats. */
    double of(double sum) {
        return mean + weight * (sum - mean);
    }

    /** The terms [n] of a column. They are computed twice, since all of a long table would take as much space as it. */
    private static double[] terms(Rows rows, int column, Marginal marginal, Term term) {
        double[] terms = new double[rows.size()];
        double sum = 0;
        int known = 0;
        for (int i = 0; i < terms.length; i++) {
            double x = rows.get(i, column);
            terms[i] = Double.isNaN(x) ? Double.NaN : term.of(marginal, x);
            sum += Double.isNaN(x) ? 0 : terms[i];
            known += Double.isNaN(x) ? 0 : 1;
        }
        double mean = known == 0 ? 0 : sum / known;
        return Arrays.stream(terms).map(l -> Double.isNaN(l) ? mean : l).toArray();
    }

    private static double variance(double[] values, int[] kept) {
        double mean = mean(values, kept);
        return Arrays.stream(kept)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElse(0);
    }

    private static double mean(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(i -> values[i]).average().orElse(0);
    }
}
