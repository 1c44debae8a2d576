package io.github.vflow.flow.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A table of numbers in memory: float32 [n, d], row-major, finite, never empty. Immutable. */
public final class Rows {
    private final float[] values;
    private final int features;

    /** The array is kept, not copied. */
    private Rows(float[] values, int features) {
        this.values = values;
        this.features = features;
    }

    /**
     * Rows [n][d]; numbers are rounded to float32.
     *
     * @throws IllegalArgumentException if there is no row or column, the lengths of rows differ, or a number is not finite
     */
    public static Rows of(double[][] table) {
        int d = table.length == 0 ? 0 : table[0].length;
        float[] flat = allocate(table.length, d);
        for (int i = 0; i < table.length; i++) {
            requireLength(i, table[i].length, d);
            for (int j = 0; j < d; j++) {
                flat[i * d + j] = (float) table[i][j];
                requireFinite(i, j, flat[i * d + j], table[i][j]);
            }
        }
        return new Rows(flat, d);
    }

    /**
     * Rows [n][d], copied.
     *
     * @throws IllegalArgumentException as {@link #of(double[][])}
     */
    public static Rows of(float[][] table) {
        int d = table.length == 0 ? 0 : table[0].length;
        float[] flat = allocate(table.length, d);
        for (int i = 0; i < table.length; i++) {
            requireLength(i, table[i].length, d);
            System.arraycopy(table[i], 0, flat, i * d, d);
        }
        return checked(flat, d);
    }

    /**
     * Rows one after another, copied.
     *
     * @param flat [n · features]
     * @throws IllegalArgumentException as {@link #of(double[][])}, or if the length is no multiple of features
     */
    public static Rows of(float[] flat, int features) {
        if (features < 1 || flat.length == 0 || flat.length % features != 0) {
            throw new IllegalArgumentException(
                    "Rows.of: the length must be a positive multiple of features but got length " + flat.length
                            + " and features " + features + "; pass whole rows");
        }
        return checked(flat.clone(), features);
    }

    private static float[] allocate(int n, int d) {
        if (n == 0 || d == 0) {
            throw new IllegalArgumentException(
                    "Rows.of: there must be a row and a column but got [" + n + ", " + d + "]; pass some data");
        }
        return new float[Math.multiplyExact(n, d)];
    }

    private static Rows checked(float[] flat, int d) {
        for (int i = 0; i < flat.length; i++) {
            requireFinite(i / d, i % d, flat[i], flat[i]);
        }
        return new Rows(flat, d);
    }

    private static void requireLength(int row, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException("Rows.of: every row must be as long as row 0, " + expected + ", but row "
                    + row + " has length " + length + "; complete or remove it");
        }
    }

    private static void requireFinite(int row, int column, float value, double given) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(
                    "Rows.of: every number must be finite in float32 but row " + row + ", column " + column + " is "
                            + given + " (both counted from 0); repair, rescale or remove the row");
        }
    }

    /** n. */
    public int size() {
        return values.length / features;
    }

    /** d. */
    public int features() {
        return features;
    }

    /** One number. */
    public float get(int row, int column) {
        return values[row * features + checkColumn(column)];
    }

    private int checkColumn(int column) {
        if (column < 0 || column >= features) {
            throw new IndexOutOfBoundsException("Rows: column " + column + " of " + features);
        }
        return column;
    }

    /** A copy of one row: [d]. */
    public float[] copyRow(int row) {
        return Arrays.copyOfRange(values, row * features, (row + 1) * features);
    }

    /**
     * Copies one row into part of an array.
     *
     * @param into elements [at, at + d) are modified
     */
    public void copyRow(int row, float[] into, int at) {
        System.arraycopy(values, row * features, into, at, features);
    }

    /**
     * Copies some rows into an array.
     *
     * @param into [rows.length · d], modified
     * @throws IllegalArgumentException if it has another length
     */
    public void fill(int[] rows, float[] into) {
        if (into.length != rows.length * features) {
            throw new IllegalArgumentException(
                    "Rows.fill: " + rows.length + " rows of " + features + " columns need an array of "
                            + rows.length * features + " but got " + into.length + "; pass an array of that length");
        }
        for (int i = 0; i < rows.length; i++) {
            copyRow(rows[i], into, i * features);
        }
    }

    /** A copy of all numbers, row after row: [n · d]. */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * Rows [from, to).
     *
     * @throws IllegalArgumentException if the range is empty or reaches beyond the rows
     */
    public Rows slice(int from, int to) {
        if (from < 0 || from >= to || to > size()) {
            throw new IllegalArgumentException("Rows.slice: need 0 ≤ from < to ≤ " + size() + " but got [" + from + ", "
                    + to + "); a table is never empty");
        }
        return new Rows(Arrays.copyOfRange(values, from * features, to * features), features);
    }

    /** Some rows in the given order, as a table of their own. */
    public Rows select(int... rows) {
        float[] to = allocate(rows.length, features);
        fill(rows, to);
        return new Rows(to, features);
    }

    /**
     * Two parts of a table.
     *
     * @param train to learn from
     * @param validation to judge by
     */
    public record Split(Rows train, Rows validation) {}

    /**
     * Parts the rows at random; the parts depend on the table, the fraction and the seed alone.
     *
     * @param fraction of the rows that go into the training part
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split split(double fraction, long seed) {
        long train = Math.round(fraction * size());
        if (train < 1 || train >= size()) {
            throw new IllegalArgumentException("Rows.split: both parts must have a row but a fraction of " + fraction
                    + " of " + size() + " rows is " + train + "; choose another fraction or pass more rows");
        }
        int[] order = shuffled(size(), new SplittableRandom(seed));
        return new Split(
                select(Arrays.copyOf(order, (int) train)),
                select(Arrays.copyOfRange(order, (int) train, order.length)));
    }

    /** 0 … n − 1 in random order. */
    static int[] shuffled(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The mean of each column: [d]. */
    public double[] columnMeans() {
        double[] mean = new double[features];
        for (int i = 0; i < values.length; i++) {
            mean[i % features] += values[i];
        }
        for (int j = 0; j < features; j++) {
            mean[j] /= size();
        }
        return mean;
    }

    /** The standard deviation √(Σ(x−mean)²/n) of each column: [d]; zero where all rows agree. */
    public double[] columnStds() {
        double[] mean = columnMeans();
        double[] std = new double[features];
        for (int i = 0; i < values.length; i++) {
            double x = values[i] - mean[i % features];
            std[i % features] += x * x;
        }
        for (int j = 0; j < features; j++) {
            std[j] = Math.sqrt(std[j] / size());
        }
        return std;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Rows r && features == r.features && Arrays.equals(values, r.values);
    }

    @Override
    public int hashCode() {
        return 31 * features + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Rows [" + size() + ", " + features + "]";
    }
}
