package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;

/**
 * The neighbours of a row that lie much more densely than a mixture says: the row with the greatest −d·ln r − ln p, where r is the distance to its
 * k-th neighbour.
 *
 * @param rows whether each row is among them [n]
 */
record DenseCore(boolean[] rows) {
    /**
     * The core of rows.
     *
     * @param rows whitened, in random order [n][d]; the first {@value MixtureDefaults#CORE_CENTRES} may be its centre
     */
    static DenseCore of(double[][] rows, NormalMixtureFit mixture) {
        int d = rows[0].length;
        int neighbours = Math.max(MixtureDefaults.FEWEST_OF_CORE, rows.length / MixtureDefaults.PART_OF_CORE);
        double[][] centres = Arrays.copyOf(rows, Math.min(rows.length, MixtureDefaults.CORE_CENTRES));
        double[] logs = mixture.logs(centres);
        double most = Double.NEGATIVE_INFINITY;
        boolean[] core = new boolean[rows.length];
        for (int i = 0; i < centres.length; i++) {
            double[] squares = squares(rows, centres[i]);
            double[] nearest = least(squares, Math.min(neighbours + 1, rows.length));
            double radius = Math.max(MixtureDefaults.LEAST_SQUARE_OF_CORE, nearest[nearest.length - 1]);
            double excess = -0.5 * d * Math.log(radius) - logs[i];
            if (excess > most) {
                most = excess;
                for (int k = 0; k < core.length; k++) {
                    core[k] = squares[k] <= radius;
                }
            }
        }
        return new DenseCore(core);
    }

    /** The k least numbers in order. A sort of all takes longer, since k is about a hundredth of them. */
    private static double[] least(double[] of, int k) {
        double[] least = Arrays.copyOf(of, k);
        Arrays.sort(least);
        for (int i = k; i < of.length; i++) {
            if (of[i] < least[k - 1]) {
                int at = k - 1;
                while (at > 0 && least[at - 1] > of[i]) {
                    least[at] = least[at - 1];
                    at--;
                }
                least[at] = of[i];
            }
        }
        return least;
    }

    private static double[] squares(double[][] rows, double[] centre) {
        double[] squares = new double[rows.length];
        Arrays.setAll(squares, k -> KMeans.square(rows[k], centre));
        return squares;
    }

    /** The parts of components in rows [k][n] and one more, which has the core alone. */
    double[][] added(double[][] parts) {
        double[][] more = Arrays.copyOf(parts, parts.length + 1);
        more[parts.length] = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i]) {
                for (double[] part : parts) {
                    part[i] = 0;
                }
                more[parts.length][i] = 1;
            }
        }
        return more;
    }
}
