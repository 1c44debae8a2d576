package io.github.vflow.flow.train.defensive;

/** Factors of symmetric positive matrices [d][d], in double precision. */
final class Matrices {
    private Matrices() {}

    /** Lower C with C·Cᵀ = a; reads the lower half of a. */
    static double[][] cholesky(double[][] a) {
        int d = a.length;
        double[][] c = new double[d][d];
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = a[j][k];
                for (int i = 0; i < k; i++) {
                    sum -= c[j][i] * c[k][i];
                }
                c[j][k] = j == k ? Math.sqrt(sum) : sum / c[k][k];
            }
        }
        return c;
    }

    /** X with C·Cᵀ·X = b, of a lower C. */
    static double[][] solved(double[][] c, double[][] b) {
        double[][] x = new double[c.length][];
        for (int i = 0; i < c.length; i++) {
            x[i] = b[i].clone();
            for (int j = 0; j < i; j++) {
                subtract(x[i], c[i][j], x[j]);
            }
            divide(x[i], c[i][i]);
        }
        for (int i = c.length - 1; i >= 0; i--) {
            for (int j = i + 1; j < c.length; j++) {
                subtract(x[i], c[j][i], x[j]);
            }
            divide(x[i], c[i][i]);
        }
        return x;
    }

    private static void subtract(double[] from, double factor, double[] row) {
        for (int k = 0; k < from.length; k++) {
            from[k] -= factor * row[k];
        }
    }

    private static void divide(double[] row, double by) {
        for (int k = 0; k < row.length; k++) {
            row[k] /= by;
        }
    }

    static double[][] inverseOfLower(double[][] c) {
        int d = c.length;
        double[][] inverse = new double[d][d];
        for (int column = 0; column < d; column++) {
            for (int i = column; i < d; i++) {
                double sum = i == column ? 1 : 0;
                for (int k = column; k < i; k++) {
                    sum -= c[i][k] * inverse[k][column];
                }
                inverse[i][column] = sum / c[i][i];
            }
        }
        return inverse;
    }

    /** ln |det C| of a lower C. */
    static double logDet(double[][] c) {
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            sum += Math.log(c[i][i]);
        }
        return sum;
    }

    static double[][] identity(int d) {
        double[][] one = new double[d][d];
        for (int j = 0; j < d; j++) {
            one[j][j] = 1;
        }
        return one;
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }
}
