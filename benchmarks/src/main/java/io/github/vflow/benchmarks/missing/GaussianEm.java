package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A normal density with a full covariance by EM. Its ridge is the one with the best likelihood of a tenth of the rows, which EM does not
 * see; the estimate is then of all rows. A missing cell is filled with its conditional mean.
 */
record GaussianEm() implements Method {
    /** From the strongest on, so that EM starts from the estimate of the one before. */
    private static final double[] RIDGES = {1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6};

    private static final int HELD_OUT_PART = 10;

    @Override
    public String name() {
        return "Gaussian, EM";
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        if (rows.length < 2) {
            throw new IllegalArgumentException(
                    "GaussianEm.fit: expected at least 2 rows but got " + rows.length + "; pass more rows");
        }
        double[][] mixed = Trial.shuffled(rows, seed);
        int heldOut = Math.ceilDiv(rows.length, HELD_OUT_PART);
        double[][] seen = Arrays.copyOfRange(mixed, heldOut, rows.length);
        double ridge = ridge(seen, Arrays.copyOf(mixed, heldOut));
        ExpectationMaximization em = ExpectationMaximization.of(rows, ridge);
        return new Estimate(em.gaussian(), String.format(Locale.ROOT, "ridge %.0e, %d steps of EM", ridge, em.steps()));
    }

    private static double ridge(double[][] seen, double[][] heldOut) {
        Gaussian gaussian = Gaussian.ofVariances(Cells.means(seen), onesLike(seen[0]));
        double best = RIDGES[0];
        double bestLogProb = Double.NEGATIVE_INFINITY;
        for (double ridge : RIDGES) {
            gaussian = ExpectationMaximization.from(gaussian, seen, ridge).gaussian();
            double logProb = gaussian.meanLogProb(heldOut);
            if (logProb > bestLogProb) {
                best = ridge;
                bestLogProb = logProb;
            }
        }
        return best;
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
