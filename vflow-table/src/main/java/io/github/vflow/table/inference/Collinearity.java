package io.github.vflow.table.inference;

import io.github.vflow.flow.data.Rows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns that are linear functions of those before, found by a Cholesky factorisation of the correlations of complete rows. */
public final class Collinearity {
    private static final int MOST_COLUMNS = 300;
    private static final int MOST_ROWS = 20_000;
    /** The share of the variance that is left, 1 − R², where a column is a function of others up to rounding in float32. */
    private static final double NOTHING = 1e-12;

    private static final double NO_PART = 1e-4;

    private final double[][] factor;
    private final List<Integer> basis = new ArrayList<>();

    private Collinearity(int d) {
        this.factor = new double[d][d];
    }

    /**
     * The columns that depend on others.
     *
     * @param columns to look at, in this order
     * @return for each such column those that it is a function of
     */
    public static Map<Integer, List<Integer>> of(Rows rows, int[] columns) {
        Map<Integer, List<Integer>> found = new LinkedHashMap<>();
        double[][] z = standardised(rows, columns);
        int n = z.length == 0 ? 0 : z[0].length;
        if (columns.length < 2 || columns.length > MOST_COLUMNS || n < columns.length + 2) {
            return found;
        }
        Collinearity c = new Collinearity(columns.length);
        for (int j = 0; j < columns.length; j++) {
            List<Integer> on = c.add(j, z);
            if (!on.isEmpty()) {
                found.put(columns[j], on.stream().map(k -> columns[k]).toList());
            }
        }
        return found;
    }

    /** Adds a column to the basis, or says what it depends on. */
    private List<Integer> add(int j, double[][] z) {
        double[] row = factor[j];
        double rest = dot(z[j], z[j]);
        if (rest == 0) {
            return List.of();
        }
        for (int a = 0; a < basis.size(); a++) {
            int k = basis.get(a);
            double sum = dot(z[j], z[k]);
            for (int b = 0; b < a; b++) {
                sum -= row[b] * factor[k][b];
            }
            row[a] = sum / factor[k][a];
            rest -= row[a] * row[a];
        }
        if (rest > NOTHING) {
            row[basis.size()] = Math.sqrt(rest);
            basis.add(j);
            return List.of();
        }
        return parts(row);
    }

    /** The columns of the basis with a weight, by back substitution. */
    private List<Integer> parts(double[] row) {
        double[] weights = new double[basis.size()];
        List<Integer> on = new ArrayList<>();
        for (int a = basis.size() - 1; a >= 0; a--) {
            double sum = row[a];
            for (int b = a + 1; b < basis.size(); b++) {
                sum -= weights[b] * factor[basis.get(b)][a];
            }
            weights[a] = sum / factor[basis.get(a)][a];
            if (Math.abs(weights[a]) > NO_PART) {
                on.addFirst(basis.get(a));
            }
        }
        return on;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The columns [d][n] of complete rows, each with mean zero and length one; a constant is zero. */
    private static double[][] standardised(Rows rows, int[] columns) {
        int step = Math.ceilDiv(rows.size(), MOST_ROWS);
        List<Integer> complete = new ArrayList<>();
        for (int i = 0; i < rows.size(); i += step) {
            boolean known = true;
            for (int j : columns) {
                known &= !Double.isNaN(rows.get(i, j));
            }
            if (known) {
                complete.add(i);
            }
        }
        double[][] z = new double[columns.length][complete.size()];
        for (int j = 0; j < columns.length && columns.length <= MOST_COLUMNS; j++) {
            double mean = 0;
            for (int i = 0; i < z[j].length; i++) {
                z[j][i] = rows.get(complete.get(i), columns[j]);
                mean += z[j][i] / z[j].length;
            }
            for (int i = 0; i < z[j].length; i++) {
                z[j][i] -= mean;
            }
            double length = Math.sqrt(dot(z[j], z[j]));
            boolean constant = length <= 1e-12 * Math.abs(mean) * Math.sqrt(z[j].length);
            for (int i = 0; i < z[j].length; i++) {
                z[j][i] = constant ? 0 : z[j][i] / length;
            }
        }
        return z;
    }
}
