package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;

/**
 * A linear regression of lifted columns v on codes c with a ridge λ for each column: B = (CᵀC + λI)⁻¹·CᵀV, with C and V less their means. One
 * row in {@value MixtureDefaults#JUDGE} chooses λ by the squares that are left, and all rows then give B. The slopes of a column are zero if no
 * regression leaves less than its variance.
 *
 * @param slopes B [the number of codes][L]
 */
record CodeRegression(double[][] slopes) {
    /** The regression of rows [n·L] on their codes. */
    static CodeRegression of(float[] codes, float[] v, int l) {
        Centred c = Centred.of(codes, codes.length / (v.length / l));
        Centred y = Centred.of(v, l);
        double[][] slopes = new double[c.width()][l];
        double[] left = y.squares(slopes, c);
        double[] ridges = new double[l];
        Sums fitted = Sums.of(c, y, false);
        for (double ridge = MixtureDefaults.LEAST_CODE_RIDGE;
                ridge <= MixtureDefaults.MOST_CODE_RIDGE;
                ridge *= MixtureDefaults.PRIOR_STEP) {
            double[] squares = y.squares(fitted.slopes(ridge), c);
            for (int k = 0; k < l; k++) {
                ridges[k] = squares[k] < left[k] ? ridge : ridges[k];
                left[k] = Math.min(left[k], squares[k]);
            }
        }
        Sums all = Sums.of(c, y, true);
        for (double ridge = MixtureDefaults.LEAST_CODE_RIDGE;
                ridge <= MixtureDefaults.MOST_CODE_RIDGE;
                ridge *= MixtureDefaults.PRIOR_STEP) {
            double[][] some = all.slopes(ridge);
            for (int k = 0; k < l; k++) {
                for (int j = 0; ridges[k] == ridge && j < some.length; j++) {
                    slopes[j][k] = some[j][k];
                }
            }
        }
        return new CodeRegression(slopes);
    }

    /** v − c·B of rows [n·L]. */
    float[] residuals(float[] codes, float[] v) {
        int l = slopes[0].length;
        float[] rest = v.clone();
        for (int i = 0; i < v.length; i++) {
            double sum = v[i];
            for (int j = 0; j < slopes.length; j++) {
                sum -= codes[i / l * slopes.length + j] * slopes[j][i % l];
            }
            rest[i] = (float) sum;
        }
        return rest;
    }

    private static boolean isJudge(int row) {
        return row % MixtureDefaults.JUDGE == 0;
    }

    /** Rows less their mean [n][width]. */
    private record Centred(double[][] rows) {
        static Centred of(float[] flat, int width) {
            int n = flat.length / width;
            double[] mean = new double[width];
            for (int i = 0; i < flat.length; i++) {
                mean[i % width] += flat[i] / (double) n;
            }
            double[][] rows = new double[n][width];
            for (int i = 0; i < flat.length; i++) {
                rows[i / width][i % width] = flat[i] - mean[i % width];
            }
            return new Centred(rows);
        }

        int width() {
            return rows[0].length;
        }

        /** Σ (v − c·B)² of the judges, for each column. */
        double[] squares(double[][] slopes, Centred codes) {
            double[] squares = new double[width()];
            for (int i = 0; i < rows.length; i += MixtureDefaults.JUDGE) {
                double[] rest = rows[i].clone();
                for (int j = 0; j < slopes.length; j++) {
                    for (int k = 0; k < rest.length; k++) {
                        rest[k] -= codes.rows[i][j] * slopes[j][k];
                    }
                }
                for (int k = 0; k < rest.length; k++) {
                    squares[k] += rest[k] * rest[k];
                }
            }
            return squares;
        }
    }

    /** CᵀC, whose upper half is not filled in, and CᵀV. */
    private record Sums(double[][] ofCodes, double[][] ofBoth) {
        static Sums of(Centred codes, Centred v, boolean ofAll) {
            double[][] ofCodes = new double[codes.width()][codes.width()];
            double[][] ofBoth = new double[codes.width()][v.width()];
            for (int i = 0; i < v.rows.length; i++) {
                if (ofAll || !isJudge(i)) {
                    double[] c = codes.rows[i];
                    for (int j = 0; j < c.length; j++) {
                        add(ofCodes[j], c[j], c, j + 1);
                        add(ofBoth[j], c[j], v.rows[i], v.width());
                    }
                }
            }
            return new Sums(ofCodes, ofBoth);
        }

        private static void add(double[] into, double factor, double[] row, int n) {
            for (int k = 0; k < n; k++) {
                into[k] += factor * row[k];
            }
        }

        double[][] slopes(double ridge) {
            double[][] a = new double[ofCodes.length][];
            for (int j = 0; j < a.length; j++) {
                a[j] = ofCodes[j].clone();
                a[j][j] += ridge;
            }
            return Matrices.solved(Matrices.cholesky(a), ofBoth);
        }
    }
}
