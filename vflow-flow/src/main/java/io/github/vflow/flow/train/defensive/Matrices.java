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
