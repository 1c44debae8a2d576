package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.defaults.GapDefaults;

/**
 * The noise of rows with atoms, {@link io.github.vflow.flow.spec.column.ColumnSpec.Atom}. The flow has learnt that it means nothing, so a few
 * points are enough where a model takes no other noise.
 */
final class Atoms {
    /** The quantiles of N(0, 1) in the middle of four parts of equal probability. */
    private static final double[] QUANTILES = {-1.150349, -0.318639, 0.318639, 1.150349};

    /** The most points for a row. */
    static final int POINTS = GapDefaults.ATOM_POINTS;

    private Atoms() {}

    /** Whether the bound of a model takes noise for atoms alone. */
    static boolean areAllNoise(Model model) {
        int atoms = model.discrete().map(d -> d.atoms().size()).orElse(0);
        return !model.takesMissing() && atoms > 0 && atoms == model.noise();
    }

    /** Whether a number of a row is an atom of its column. */
    static boolean areIn(double[] row, Standardization units) {
        for (int j = 0; j < row.length; j++) {
            if (units.isAtom(j, row[j])) {
                return true;
            }
        }
        return false;
    }

    /** Noise of all points [POINTS · size]: each component has each quantile once (a Latin hypercube), the first one in their order. */
    static float[] points(int size) {
        float[] vectors = new float[POINTS * size];
        for (int j = 0; j < size; j++) {
            int[] order = Rows.shuffled(POINTS, j);
            for (int s = 0; s < POINTS; s++) {
                vectors[s * size + j] = (float) QUANTILES[j == 0 ? s : order[s]];
            }
        }
        return vectors;
    }

    /**
     * The estimate from the log-weights of all points of a row. In one dimension the mean of K points, one in each part, errs as little as the mean
     * of K² independent ones, so the effective sample size counts each weight K times. The standard error takes the points for independent, so it is
     * larger than the true one.
     */
    static ImportanceEstimate estimate(double[] logWeights, int from) {
        ImportanceEstimate e = ImportanceEstimate.of(logWeights, from, POINTS);
        return new ImportanceEstimate(e.logProb(), e.standardError(), POINTS * e.effectiveSampleSize());
    }
}
