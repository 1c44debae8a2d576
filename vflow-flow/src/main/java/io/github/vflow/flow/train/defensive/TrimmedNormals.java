package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Mixtures of normal distributions that many odd rows do not draw to themselves: some rounds fit them without the least likely rows of the round
 * before (Neykov et al. 2007, "Robust fitting of mixtures using the trimmed likelihood estimator"). A mixture of other folds judges each row, so no
 * row judges itself.
 */
public final class TrimmedNormals {
    private final double[][] rows;
    private final int[] fold;
    private final int folds;
    private final RandomGenerator random;

    private TrimmedNormals(double[][] rows, int[] fold, RandomGenerator random) {
        this.rows = rows;
        this.fold = fold;
        this.folds = Arrays.stream(fold).max().orElseThrow() + 1;
        this.random = random;
    }

    /**
     * ln p of each row [n], in nats, after the last round. The likely rows choose the number of components, 1, 2, 4, …, before the first one.
     *
     * @param rows with columns of mean 0 and variance 1, about [n][d]
     * @param fold of each row, from 0 on [n]
     * @param random for the starts of the fits
     */
    public static double[] logs(double[][] rows, int[] fold, RandomGenerator random) {
        TrimmedNormals all = new TrimmedNormals(rows, fold, random);
        boolean[] isKept = new boolean[rows.length];
        Arrays.fill(isKept, true);
        int components = 1;
        double[] logs = all.crossed(1, isKept);
        int most = mostComponents(rows);
        for (int k = 2; k <= most; k *= 2) {
            double[] next = all.crossed(k, isKept);
            if (meanOfLikely(next) > meanOfLikely(logs)) {
                logs = next;
                components = k;
            }
        }
        for (int round = 0; round < MixtureDefaults.TRIMMED_ROUNDS; round++) {
            double least = Sorted.of(logs).lower(MixtureDefaults.TRIMMED);
            for (int i = 0; i < isKept.length; i++) {
                isKept[i] = logs[i] >= least;
            }
            logs = all.crossed(components, isKept);
        }
        return logs;
    }

    /** ln p of each row by a mixture of the rows that are kept in other folds. */
    private double[] crossed(int components, boolean[] isKept) {
        double[] logs = new double[rows.length];
        for (int k = 0; k < folds; k++) {
            int judged = k;
            NormalMixtureFit fit = fit(
                    IntStream.range(0, rows.length)
                            .filter(i -> isKept[i] && fold[i] != judged)
                            .mapToObj(i -> rows[i])
                            .toArray(double[][]::new),
                    components,
                    random);
            int[] some = IntStream.range(0, rows.length)
                    .filter(i -> fold[i] == judged)
                    .toArray();
            double[] of = fit.logs(Arrays.stream(some).mapToObj(i -> rows[i]).toArray(double[][]::new));
            for (int i = 0; i < some.length; i++) {
                logs[some[i]] = of[i];
            }
        }
        return logs;
    }

    /** The greatest number of components of some rows. */
    private static int mostComponents(double[][] rows) {
        return Math.clamp(
                rows.length / (MixtureDefaults.TRIMMED_ROWS * rows[0].length), 1, MixtureDefaults.TRIMMED_COMPONENTS);
    }

    /** A mixture of rows; of very many, every second, third and so on. */
    private static NormalMixtureFit fit(double[][] rows, int components, RandomGenerator random) {
        int step = Math.ceilDiv(rows.length, MixtureDefaults.MOST_ROWS);
        double[][] some = IntStream.range(0, rows.length / step)
                .mapToObj(i -> rows[i * step])
                .toArray(double[][]::new);
        Shrinkage shrinkage = new Shrinkage(MixtureDefaults.TRIMMED_RIDGE, 0, Matrices.identity(some[0].length));
        return Scatters.maximised(some, KMeans.parts(some, components, random), shrinkage, MixtureDefaults.FIT_STEPS)
                .fit(shrinkage);
    }

    /** The mean without the least ones, which may be odd rows. */
    private static double meanOfLikely(double[] logs) {
        double least = Sorted.of(logs).lower(MixtureDefaults.TRIMMED);
        return Arrays.stream(logs).filter(log -> log >= least).average().orElseThrow();
    }
}
