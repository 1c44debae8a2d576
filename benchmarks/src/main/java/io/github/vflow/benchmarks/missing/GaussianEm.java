package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A normal density with a full covariance by EM. Cross-validation over five parts of the rows chooses the ridge; the estimate is then of all
 * rows. A missing cell is filled with its conditional mean.
 */
record GaussianEm() implements Method {
    /** From the strongest on, so that EM starts from the estimate of the one before. */
    private static final double[] RIDGES = {3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6};

    private static final int PARTS = 5;

    @Override
    public String name() {
        return "Gaussian, EM";
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        if (rows.length < PARTS) {
            throw new IllegalArgumentException(
                    "GaussianEm.fit: expected at least " + PARTS + " rows but got " + rows.length + "; pass more rows");
        }
        double ridge = ridge(Trial.shuffled(rows, seed));
        ExpectationMaximization em = ExpectationMaximization.of(rows, ridge);
        return new Estimate(em.gaussian(), String.format(Locale.ROOT, "ridge %.0e, %d steps of EM", ridge, em.steps()));
    }

    private static double ridge(double[][] rows) {
        double[] logProb = new double[RIDGES.length];
        for (int part = 0; part < PARTS; part++) {
            double[][] seen = part(rows, part, false);
            double[][] heldOut = part(rows, part, true);
            Gaussian gaussian = Gaussian.ofVariances(Cells.means(seen), onesLike(seen[0]));
            for (int r = 0; r < RIDGES.length; r++) {
                gaussian =
                        ExpectationMaximization.from(gaussian, seen, RIDGES[r]).gaussian();
                logProb[r] += gaussian.meanLogProb(heldOut) * heldOut.length;
            }
        }
        int best = 0;
        for (int r = 1; r < RIDGES.length; r++) {
            best = logProb[r] > logProb[best] ? r : best;
        }
        return RIDGES[best];
    }

    /** The rows of a part, or all others. */
    private static double[][] part(double[][] rows, int part, boolean inside) {
        return IntStream.range(0, rows.length)
                .filter(i -> (i % PARTS == part) == inside)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
    }

    private static double[] onesLike(double[] row) {
        double[] ones = new double[row.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private record Estimate(Gaussian gaussian, String about) implements Learned {
        @Override
        public OptionalDouble logProb(double[] row) {
            return OptionalDouble.of(gaussian.logProb(row));
        }

        @Override
        public double[] impute(double[] row) {
            return gaussian.impute(row);
        }
    }
}
