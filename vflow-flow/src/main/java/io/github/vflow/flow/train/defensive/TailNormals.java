package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A mixture of normal distributions that tells rows far out from rows at the border: it has a ridge, so that few rows far out have no narrow
 * component, and no broad component. Immutable and safe for any number of threads.
 */
public final class TailNormals {
    private final NormalMixtureFit fit;

    private TailNormals(NormalMixtureFit fit) {
        this.fit = fit;
    }

    /**
     * Fits to rows; of very many, to every second, third and so on. One row in five, drawn at random, judges the number of components, 1, 2, 4, …,
     * by the mean ln p of the likely ones.
     *
     * @param rows with columns of mean 0 and variance 1, about [n][d]
     * @param random for the judges and the starts of the fits
     */
    public static TailNormals of(double[][] rows, RandomGenerator random) {
        double[][] some = someOf(rows);
        int most = mostComponents(some);
        if (most == 1) {
            return new TailNormals(fit(some, 1, random));
        }
        boolean[] judges = new boolean[some.length];
        for (int i = 0; i < judges.length; i++) {
            judges[i] = random.nextInt(MixtureDefaults.JUDGE) == 0;
        }
        double[][] fitted = part(some, judges, false);
        double[][] judging = part(some, judges, true);
        int components = 1;
        double highest = Double.NEGATIVE_INFINITY;
        // by chance, a small table may have no judge
        for (int k = 1; k <= most && judging.length > 0; k *= 2) {
            double mean = meanOfLikely(fit(fitted, k, random).logs(judging));
            components = mean > highest ? k : components;
            highest = Math.max(mean, highest);
        }
        return new TailNormals(fit(some, components, random));
    }

    private static double[][] part(double[][] rows, boolean[] isJudge, boolean ofJudges) {
        return IntStream.range(0, rows.length)
                .filter(i -> isJudge[i] == ofJudges)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
    }

    /** The greatest number of components of some rows. */
    static int mostComponents(double[][] rows) {
        return Math.clamp(
                rows.length / (MixtureDefaults.TRIMMED_ROWS * rows[0].length), 1, MixtureDefaults.TRIMMED_COMPONENTS);
    }

    private static double[][] someOf(double[][] rows) {
        int step = Math.ceilDiv(rows.length, MixtureDefaults.MOST_ROWS);
        return IntStream.range(0, rows.length / step)
                .mapToObj(i -> rows[i * step])
                .toArray(double[][]::new);
    }

    /** A mixture of rows; of very many, every second, third and so on. */
    static NormalMixtureFit fit(double[][] rows, int components, RandomGenerator random) {
        double[][] some = someOf(rows);
        Shrinkage shrinkage = new Shrinkage(MixtureDefaults.TRIMMED_RIDGE, 0, Matrices.identity(some[0].length));
        return Scatters.maximised(some, KMeans.parts(some, components, random), shrinkage, MixtureDefaults.FIT_STEPS)
                .fit(shrinkage);
    }

    /** The mean without the least ones, which may be odd rows. */
    static double meanOfLikely(double[] logs) {
        double least = Sorted.of(logs).lower(MixtureDefaults.TRIMMED);
        return Arrays.stream(logs).filter(log -> log >= least).average().orElseThrow();
    }

    /** The number of its components. */
    int components() {
        return fit.components();
    }

    /** ln p of each row [n][d], in nats. */
    public double[] logs(double[][] rows) {
        return fit.logs(rows);
    }
}
