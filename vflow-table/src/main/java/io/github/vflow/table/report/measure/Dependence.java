package io.github.vflow.table.report.measure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The dependence of two columns: √(1 − e^(−2I)) with their mutual information I in nats, on a grid of 8 × 8 groups of about equal size
 * (E. Linfoot, 1957). It is 0 for independent columns, |ρ| for jointly normal ones, and near 1 for functions of each other, monotone or
 * not. Immutable.
 */
public final class Dependence {
    /** The smallest number of rows for a meaningful number. */
    private static final int FEWEST_ROWS = 50;

    private final List<Codes> columns;

    private Dependence(List<Codes> columns) {
        this.columns = columns;
    }

    /**
     * Prepares the columns of a table.
     *
     * @param columns numbers [d][n]
     * @param categories whether the numbers of a column are categories [d]
     */
    public static Dependence of(List<double[]> columns, boolean[] categories) {
        return new Dependence(IntStream.range(0, columns.size())
                .mapToObj(j -> categories[j] ? Codes.ofCategories(columns.get(j)) : Codes.ofNumbers(columns.get(j)))
                .toList());
    }

    /** The dependence of two columns, over the rows in which both are known; NaN for fewer than 50 rows. */
    public double between(int a, int b) {
        byte[] x = columns.get(a).groups();
        byte[] y = columns.get(b).groups();
        int[] cells = new int[Codes.GROUPS * Codes.GROUPS];
        int[] left = new int[Codes.GROUPS];
        int[] right = new int[Codes.GROUPS];
        int n = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] >= 0 && y[i] >= 0) {
                cells[x[i] * Codes.GROUPS + y[i]]++;
                left[x[i]]++;
                right[y[i]]++;
                n++;
            }
        }
        return n < FEWEST_ROWS ? Double.NaN : coefficient(cells, left, right, n);
    }

    /** The coefficient, corrected for the mean information of independent columns, (K − 1)(L − 1)/2n (Miller, 1955). */
    private static double coefficient(int[] cells, int[] left, int[] right, double n) {
        double information = 0;
        for (int k = 0; k < cells.length; k++) {
            if (cells[k] > 0) {
                double independent = (double) left[k / Codes.GROUPS] * right[k % Codes.GROUPS];
                information += cells[k] / n * Math.log(cells[k] * n / independent);
            }
        }
        double chance = (used(left) - 1) * (used(right) - 1) / (2 * n);
        return Math.sqrt(-Math.expm1(-2 * Math.max(0, information - chance)));
    }

    private static double used(int[] counts) {
        return IntStream.of(counts).filter(c -> c > 0).count();
    }
}
