package io.github.vflow.flow.data;

import io.github.vflow.flow.data.column.ColumnException;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A table of numbers in memory: [n, d], row-major, finite in float32, never empty. A cell is missing if it is NaN, which only {@link
 * #withGaps} admits. Doubles stay doubles, so that a column with a large offset keeps its digits until it is standardised. Immutable.
 */
public final class Rows {
    private final Numbers values;
    private final int features;

    private Rows(Numbers values, int features) {
        this.values = values;
        this.features = features;
    }

    /**
     * Rows [n][d], copied.
     *
     * @throws IllegalArgumentException if there is no row or column, the lengths of rows differ, or a number is not finite in float32
     */
    public static Rows of(double[][] table) {
        double[] flat = flat(table);
        return checked(new Numbers(flat), flat.length / table.length);
    }

    /**
     * Rows [n][d], copied; some cells may be missing.
     *
     * @param table NaN is a missing cell
     * @throws IllegalArgumentException as {@link #of(double[][])}, except for NaN
     */
    public static Rows withGaps(double[][] table) {
        double[] flat = flat(table);
        return checked(new Numbers(flat), flat.length / table.length, true);
    }

    private static double[] flat(double[][] table) {
        int d = table.length == 0 ? 0 : table[0].length;
        double[] flat = new double[size(table.length, d)];
        for (int i = 0; i < table.length; i++) {
            requireLength(i, table[i].length, d);
            System.arraycopy(table[i], 0, flat, i * d, d);
        }
        return flat;
    }

    /**
     * Rows one after another, copied; some cells may be missing.
     *
     * @param flat [n · features]; NaN is a missing cell
     * @throws IllegalArgumentException as {@link #of(double[][])}, except for NaN
     */
    public static Rows withGaps(double[] flat, int features) {
        requireWhole(flat.length, features);
        return checked(new Numbers(flat.clone()), features, true);
    }

    /**
     * Rows [n][d], copied.
     *
     * @throws IllegalArgumentException as {@link #of(double[][])}
     */
    public static Rows of(float[][] table) {
        int d = table.length == 0 ? 0 : table[0].length;
        float[] flat = new float[size(table.length, d)];
        for (int i = 0; i < table.length; i++) {
            requireLength(i, table[i].length, d);
            System.arraycopy(table[i], 0, flat, i * d, d);
        }
        return checked(new Numbers(flat), d);
    }

    /**
     * Rows one after another, copied.
     *
     * @param flat [n · features]
     * @throws IllegalArgumentException as {@link #of(double[][])}, or if the length is no multiple of features
     */
    public static Rows of(double[] flat, int features) {
        requireWhole(flat.length, features);
        return checked(new Numbers(flat.clone()), features);
    }

    /**
     * Rows one after another, copied.
     *
     * @param flat [n · features]
     * @throws IllegalArgumentException as {@link #of(double[][])}, or if the length is no multiple of features
     */
    public static Rows of(float[] flat, int features) {
        requireWhole(flat.length, features);
        return checked(new Numbers(flat.clone()), features);
    }

    private static void requireWhole(int length, int features) {
        if (features < 1 || length == 0 || length % features != 0) {
            throw new IllegalArgumentException(
                    "Rows.of: the length must be a positive multiple of features but got length " + length
                            + " and features " + features + "; pass whole rows");
        }
    }

    private static int size(int n, int d) {
        if (n == 0 || d == 0) {
            throw new IllegalArgumentException(
                    "Rows.of: there must be a row and a column but got [" + n + ", " + d + "]; pass some data");
        }
        if (n > Integer.MAX_VALUE / d) {
            throw new IllegalArgumentException("Rows.of: a table has at most " + Integer.MAX_VALUE + " numbers but ["
                    + n + ", " + d + "] has more; pass fewer rows");
        }
        return n * d;
    }

    private static Rows checked(Numbers flat, int d) {
        return checked(flat, d, false);
    }

    private static Rows checked(Numbers flat, int d, boolean missing) {
        for (int i = 0; i < flat.length(); i++) {
            double x = flat.get(i);
            if (!(Float.isFinite((float) x) || (missing && Double.isNaN(x)))) {
                throw new IllegalArgumentException("Rows.of: every number must be finite in float32 but row " + i / d
                        + ", column " + i % d + " is " + x
                        + " (both counted from 0); repair, rescale or remove the row");
            }
        }
        return new Rows(flat, d);
    }

    private static void requireLength(int row, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException("Rows.of: every row must be as long as row 0, " + expected + ", but row "
                    + row + " has length " + length + "; complete or remove it");
        }
    }

    /** n, the number of rows. */
    public int size() {
        return values.length() / features;
    }

    /** d, the number of columns. */
    public int features() {
        return features;
    }

    /** The number in a row and a column. */
    public double get(int row, int column) {
        return values.get(index(row, column));
    }

    /** The number in a row and a column as the shortest text that gives it back in its original precision. */
    public String text(int row, int column) {
        return values.text(index(row, column));
    }

    private int index(int row, int column) {
        if (column < 0 || column >= features) {
            throw new IndexOutOfBoundsException("Rows: column " + column + " of " + features);
        }
        return row * features + column;
    }

    /** A copy of one row: [d]. */
    public double[] copyRow(int row) {
        double[] copy = new double[features];
        copyRow(row, copy, 0);
        return copy;
    }

    /**
     * Copies one row into part of an array.
     *
     * @param into elements [at, at + d) are modified
     */
    public void copyRow(int row, double[] into, int at) {
        for (int j = 0; j < features; j++) {
            into[at + j] = values.get(row * features + j);
        }
    }

    /** A copy of one column: [n]. */
    public double[] copyColumn(int column) {
        double[] copy = new double[size()];
        Arrays.setAll(copy, i -> get(i, column));
        return copy;
    }

    /** A copy of all numbers, row after row: [n · d]. */
    public double[] toArray() {
        double[] copy = new double[values.length()];
        Arrays.setAll(copy, values::get);
        return copy;
    }

    /** All numbers rounded to float32, row after row: [n · d]. */
    public float[] toFloats() {
        float[] copy = new float[values.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) values.get(i);
        }
        return copy;
    }

    /**
     * A table of rows [from, to).
     *
     * @throws IllegalArgumentException if the range is empty or reaches beyond the rows
     */
    public Rows slice(int from, int to) {
        if (from < 0 || from >= to || to > size()) {
            throw new IllegalArgumentException("Rows.slice: need 0 ≤ from < to ≤ " + size() + " but got [" + from + ", "
                    + to + "); a table is never empty");
        }
        return new Rows(values.range(from * features, to * features), features);
    }

    /** A new table of the given rows, in this order. */
    public Rows select(int... rows) {
        size(rows.length, features);
        return new Rows(values.select(rows, features), features);
    }

    /** A new table of the given columns, in this order. */
    public Rows selectColumns(int... columns) {
        double[] flat = new double[size(size(), columns.length)];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = get(i / columns.length, columns[i % columns.length]);
        }
        return new Rows(new Numbers(flat), columns.length);
    }

    /**
     * The two parts of a table that was split.
     *
     * @param train the rows to train on
     * @param validation the rows to evaluate on
     */
    public record Split(Rows train, Rows validation) {}

    /**
     * Splits the rows at random; the parts depend on the table, the fraction and the seed alone. A column may be constant in the training part though
     * it is not in the table, and would have no density there. So a row with another value then changes places with a training row.
     *
     * @param fraction of the rows that go into the training part
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split split(double fraction, long seed) {
        int[] order = splitOrder(fraction, seed);
        int train = (int) Math.round(fraction * size());
        return new Split(select(Arrays.copyOf(order, train)), select(Arrays.copyOfRange(order, train, order.length)));
    }

    /**
     * The numbers of the rows in the order of {@link #split}: the training part, then the validation part.
     *
     * @throws IllegalArgumentException if a part would be empty
     */
    public int[] splitOrder(double fraction, long seed) {
        long train = Math.round(fraction * size());
        if (train < 1 || train >= size()) {
            throw new IllegalArgumentException("Rows.split: both parts must have a row but a fraction of " + fraction
                    + " of " + size() + " rows is " + train + "; choose another fraction or pass more rows");
        }
        int[] order = shuffled(size(), seed);
        keepVaried(order, (int) train);
        return order;
    }

    /**
     * Exchanges as few rows between the parts of a split as it takes for columns that vary to vary in the first part, too.
     *
     * @param order the numbers of the rows, the first part first; modified
     * @param first the number of rows in the first part
     */
    public void keepVaried(int[] order, int first) {
        VariedSplit.of(this, order, first);
    }

    /** The numbers 0 … n − 1 in the random order that splits n rows, or n images, for a seed. */
    public static int[] shuffled(int n, long seed) {
        RandomGenerator random = Purpose.SPLIT.stream(seed).generator(0);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Whether a cell is missing. */
    public boolean hasMissing() {
        return IntStream.range(0, size()).anyMatch(this::hasMissing);
    }

    /** Whether a cell of a row is missing. */
    public boolean hasMissing(int row) {
        for (int j = 0; j < features; j++) {
            if (Double.isNaN(get(row, j))) {
                return true;
            }
        }
        return false;
    }

    /** The known cells of a column, [at most n]. */
    public double[] known(int column) {
        return Arrays.stream(copyColumn(column)).filter(x -> !Double.isNaN(x)).toArray();
    }

    /**
     * A new table in which some numbers are missing.
     *
     * @param numbers of each of the first columns, 0.0 for −0.0
     */
    public Rows without(List<? extends Collection<Double>> numbers) {
        double[] flat = toArray();
        for (int i = 0; i < flat.length; i++) {
            int j = i % features;
            flat[i] = j < numbers.size() && numbers.get(j).contains(flat[i] + 0.0) ? Double.NaN : flat[i];
        }
        return new Rows(new Numbers(flat), features);
    }

    /**
     * Checks that the known cells of a column are between two bounds.
     *
     * @throws ColumnException if one is on a bound or outside
     */
    public void requireBetween(int column, double low, double high) {
        for (double x : known(column)) {
            if (!(x > low && x < high)) {
                throw new ColumnException(
                        column,
                        "has the value " + x + ", which is not between its bounds " + low + " and " + high
                                + "; repair the value, or give wider bounds");
            }
        }
    }

    /** The mean of the known cells of each column: [d]; NaN where none is known. */
    public double[] columnMeans() {
        double[] mean = new double[features];
        for (int j = 0; j < features; j++) {
            double[] known = known(j);
            double sum = 0;
            for (double x : known) {
                sum += x;
            }
            mean[j] = sum / known.length;
        }
        return mean;
    }

    /** The standard deviation √(Σ(x−mean)²/n) of the known cells of each column: [d]; zero where all agree. */
    public double[] columnStds() {
        double[] mean = columnMeans();
        double[] std = new double[features];
        for (int j = 0; j < features; j++) {
            double[] known = known(j);
            double sum = 0;
            for (double x : known) {
                sum += (x - mean[j]) * (x - mean[j]);
            }
            std[j] = isConstant(known) ? 0 : Math.sqrt(sum / known.length);
        }
        return std;
    }

    /** A constant column may differ from its own mean by rounding. */
    private static boolean isConstant(double[] known) {
        return Arrays.stream(known).allMatch(x -> x == known[0]);
    }

    /** Whether the numbers are equal; the precision in which they are stored has no effect. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Rows r && features == r.features && Arrays.equals(toArray(), r.toArray());
    }

    @Override
    public int hashCode() {
        return 31 * features + Arrays.hashCode(toArray());
    }

    @Override
    public String toString() {
        return "Rows [" + size() + ", " + features + "]";
    }
}
