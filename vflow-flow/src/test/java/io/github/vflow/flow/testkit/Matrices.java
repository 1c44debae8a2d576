package io.github.vflow.flow.testkit;

/** Small dense matrices, by the textbook. */
public final class Matrices {
    private Matrices() {}

    /** ln |det| by elimination with row exchanges. */
    public static double logAbsDet(double[][] matrix) {
        double[][] a = copy(matrix);
        int n = a.length;
        double log = 0;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
                    pivot = i;
                }
            }
            double[] row = a[pivot];
            a[pivot] = a[k];
            a[k] = row;
            log += Math.log(Math.abs(row[k]));
            for (int i = k + 1; i < n; i++) {
                double f = a[i][k] / row[k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= f * row[j];
                }
            }
        }
        return log;
    }

    private static double[][] copy(double[][] matrix) {
        double[][] a = new double[matrix.length][];
        for (int i = 0; i < a.length; i++) {
            a[i] = matrix[i].clone();
        }
        return a;
    }
}
