package io.github.vflow.flow.data.standardization;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.ColumnException;
import io.github.vflow.flow.defaults.ColumnDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * v = (x − mean)/std of each column, computed in double and then rounded to float32; ln |det| = −Σ ln std. A model works on rows v; its densities are
 * in the units of x. {@link #inverse} gives a number that has a probability of its own, such as an atom, back to the last bit. On a circle x counts
 * modulo its period, and v is the image of the x nearest to the mean. Immutable.
 */
public final class Standardization {
    /** Decimal digits of float32. */
    private static final int DIGITS = 7;

    /** Powers of ten up to this one are doubles. */
    private static final int LARGEST_POWER = 22;

    /** Doubles closer than this count as one number with rounding errors, such as 0.3 and 0.1 + 0.2. */
    private static final int ULPS = 16;

    private static final double[] NONE = {};

    private final double[] mean;
    private final double[] std;
    /** The length of the circle of each column; zero for a line. */
    private final double[] period;

    /** The numbers of each of the first columns that have a probability; empty without any. */
    private final List<Repeats> repeats;

    /** The same, for fast search. */
    private final double[][] sorted;

    private Standardization(double[] mean, double[] std, double[] period, List<Repeats> repeats) {
        this.mean = mean;
        this.std = std;
        this.period = period;
        this.repeats = List.copyOf(repeats);
        this.sorted = repeats.stream().map(Repeats::sorted).toArray(double[][]::new);
    }

    /** The identity, v = x. */
    public static Standardization none() {
        return new Standardization(new double[0], new double[0], new double[0], List.of());
    }

    /**
     * The same map of columns some of whose numbers have a probability each.
     *
     * @param ofColumns the numbers of each of the first columns
     */
    public Standardization withRepeats(List<Repeats> ofColumns) {
        return new Standardization(mean, std, period, ofColumns);
    }

    /**
     * Standardises by the given moments of each column.
     *
     * @throws IllegalArgumentException if the lists differ in length, or a standard deviation is not positive and
     *     finite
     */
    public static Standardization of(List<Double> mean, List<Double> std) {
        return of(array(mean), array(std));
    }

    /** This map with columns on circles. */
    public Standardization onCircles(List<Double> periods) {
        double[] of = array(periods);
        if (of.length != mean.length) {
            throw new IllegalArgumentException("Standardization: there must be a period for each of " + mean.length
                    + " columns but there are " + of.length + "; give zero for a column on a line");
        }
        return new Standardization(mean, std, of, repeats);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Standardization of(double[] mean, double[] std) {
        if (mean.length != std.length) {
            throw new IllegalArgumentException("Standardization: mean and std must have the same length but have "
                    + mean.length + " and " + std.length + "; pass both for every column");
        }
        for (int j = 0; j < std.length; j++) {
            if (!(std[j] > 0) || !Double.isFinite(std[j]) || !Double.isFinite(mean[j])) {
                throw new IllegalArgumentException(
                        "Standardization: mean and standard deviation must be finite, and the latter"
                                + " positive, but those of column " + j + " (counted from 0) are " + mean[j] + " and "
                                + std[j]
                                + "; drop or repair the column");
            }
        }
        return new Standardization(mean, std, new double[mean.length], List.of());
    }

    /**
     * Standardises by the moments of some rows.
     *
     * @throws ColumnException if a column is constant, or float32 cannot distinguish its standardised numbers
     */
    public static Standardization of(Rows rows) {
        return of(rows, _ -> true);
    }

    /**
     * Standardises some columns by the moments of some rows; the others keep their numbers.
     *
     * @param standardised whether a column is standardised, by its number
     * @throws ColumnException if a standardised column is constant, or float32 cannot distinguish its standardised numbers
     */
    public static Standardization of(Rows rows, IntPredicate standardised) {
        double[] std = rows.columnStds();
        double[] mean = rows.columnMeans();
        for (int j = 0; j < std.length; j++) {
            if (standardised.test(j)) {
                requireSpread(rows, j, std[j]);
            } else {
                mean[j] = 0;
                std[j] = 1;
            }
        }
        Standardization moments = of(mean, std);
        IntStream.range(0, std.length).filter(standardised).forEach(j -> moments.requireResolved(rows, j));
        return moments;
    }

    private static void requireSpread(Rows rows, int column, double std) {
        if (!(std > 0)) {
            throw new ColumnException(
                    column, words(rows.known(column)) + "; a constant has no density, so remove the column");
        }
    }

    private static String words(double[] known) {
        return known.length == 0 ? "is missing in all rows" : "is " + known[0] + " in all " + known.length + " rows";
    }

    /**
     * Checks that float32 distinguishes the numbers of each column: a large offset or one gross outlier can hide all
     * others.
     *
     * @throws ColumnException if it does not, or if a column is constant
     */
    public void requireResolved(Rows rows) {
        for (int j = 0; j < rows.features(); j++) {
            requireResolved(rows, j);
        }
    }

    /**
     * As {@link #requireResolved(Rows)}, for one column.
     *
     * @throws ColumnException if float32 does not distinguish its numbers, or it is constant
     */
    public void requireResolved(Rows rows, int column) {
        double[] sorted = rows.known(column);
        Arrays.sort(sorted);
        requireSpread(rows, column, sorted[sorted.length - 1] - sorted[0]);
        long given = different(sorted, (a, b) -> b - a > ULPS * Math.max(Math.ulp(a), Math.ulp(b)));
        long left = different(sorted, (a, b) -> forward(column, a) != forward(column, b));
        double least =
                Math.max((double) Math.min(given, ColumnDefaults.FEWEST_TOLD), ColumnDefaults.TOLD_OF_FEW * given);
        if (given <= ColumnDefaults.FEW_VALUES
                ? left < least
                : 2 * left < Math.min(given, ColumnDefaults.ENOUGH_TOLD)) {
            throw new ColumnException(
                    column,
                    "has " + given + " different numbers, of which float32 tells only " + left + " apart"
                            + (isNone() ? "" : " once they are standardised") + ": from " + sorted[0]
                            + " over the median " + sorted[sorted.length / 2] + " to " + sorted[sorted.length - 1]
                            + "; repair outliers, " + (isNone() ? "standardise the column" : "take logarithms")
                            + ", or remove the column");
        }
    }

    private interface Differ {
        boolean test(double smaller, double larger);
    }

    private static long different(double[] sorted, Differ differ) {
        return 1
                + IntStream.range(1, sorted.length)
                        .filter(i -> differ.test(sorted[i - 1], sorted[i]))
                        .count();
    }

    private boolean isNone() {
        return mean.length == 0;
    }

    /** The mean of each column; empty for {@link #none}. */
    public List<Double> mean() {
        return Arrays.stream(mean).boxed().toList();
    }

    /** The standard deviation of each column; empty for {@link #none}. */
    public List<Double> std() {
        return Arrays.stream(std).boxed().toList();
    }

    /** Standardises a number of a column; columns after the standardised ones stay as they are. */
    public float forward(int column, double x) {
        if (column >= mean.length) {
            return (float) x;
        }
        double d = x - mean[column];
        double turns = period[column] > 0 ? Math.rint(d / period[column]) : 0;
        return (float) ((d - turns * period[column]) / std[column]);
    }

    /** The numbers of a column that have a probability each, ascending, in the units of the data. */
    public List<Double> repeats(int column) {
        return column < repeats.size() ? repeats.get(column).values() : List.of();
    }

    /** Whether a number of a column is an atom beside a density. */
    public boolean isAtom(int column, double x) {
        return place(column, x) > 0 && !areListed(column);
    }

    private int place(int column, double x) {
        return Repeats.place(column < sorted.length ? sorted[column] : NONE, x);
    }

    /** The standardised atoms of a column. */
    public float[] standardAtoms(int column) {
        float[] all = new float[repeats(column).size()];
        for (int k = 0; k < all.length; k++) {
            all[k] = finite(column, sorted[column][k]) + 0.0f;
        }
        return all;
    }

    /** A finite number far out may be beyond float32 once it is standardised. */
    private float finite(int column, double x) {
        return Math.clamp(forward(column, x), -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /**
     * Standardises rows.
     *
     * @param x [n · width]
     * @param into [n · width], modified
     * @param width the length of a row; columns after the standardised ones stay as they are
     */
    public void forward(double[] x, float[] into, int width) {
        for (int i = 0; i < into.length; i++) {
            int j = i % width;
            into[i] = forward(j, x[i]);
        }
    }

    /**
     * Standardises rows, and puts the {@linkplain CellState states} of the features behind the numbers of each row. A cell without a number has
     * zero.
     *
     * @param x [n · width]
     * @param into [n · (width + features)], modified
     */
    public void forwardWithStates(double[] x, float[] into, int width, int features) {
        for (int i = 0, at = 0; i < x.length; i += width, at += width + features) {
            for (int j = 0; j < width; j++) {
                int place = place(j, x[i + j]);
                CellState state = CellState.of(x[i + j], place > 0);
                into[at + j] = state.hasNumber() ? standard(j, x[i + j]) : 0;
                if (j < features) {
                    into[at + width + j] = state == CellState.AT_ATOM ? -place : state.code();
                }
            }
        }
    }

    private float standard(int column, double x) {
        if (!areListed(column)) {
            return finite(column, x);
        }
        Repeats of = repeats.get(column);
        return (float) Math.clamp((x - of.centre()) / of.scale(), -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private boolean areListed(int column) {
        return column < repeats.size() && repeats.get(column).areListed();
    }

    /**
     * Maps standardised rows back to the units of the data, rounded to the decimals that float32 resolves, about 10⁻⁷·std. A number beyond float32
     * becomes the largest float32: draws of heavy tails can be so far out.
     */
    public Rows inverse(float[] v, int width) {
        if (isNone() && repeats.isEmpty()) {
            return Rows.of(v, width);
        }
        double[] x = new double[v.length];
        for (int j = 0; j < width; j++) {
            double s = j < std.length ? std[j] : 1;
            double m = j < mean.length ? mean[j] : 0;
            int digits = isNone() ? Integer.MAX_VALUE : DIGITS - (int) Math.floor(Math.log10(s));
            float[] atoms = standardAtoms(j);
            for (int i = j; i < x.length; i += width) {
                int place = areListed(j)
                        ? Math.clamp(Math.round(v[i]), 1, atoms.length)
                        : atoms.length == 0 ? 0 : Math.max(0, Arrays.binarySearch(atoms, v[i] + 0.0f) + 1);
                double number = place > 0 ? sorted[j][place - 1] : rounded(v[i] * s + m, digits);
                x[i] = Math.clamp(number, -Float.MAX_VALUE, Float.MAX_VALUE);
            }
        }
        return Rows.of(x, width);
    }

    /** Rounds to this many digits after the decimal point; a negative number rounds before the point. */
    private static double rounded(double x, int digits) {
        if (Math.abs(digits) > LARGEST_POWER) {
            return x;
        }
        double unit = Math.pow(10, Math.abs(digits));
        return digits > 0 ? Math.rint(x * unit) / unit : Math.rint(x / unit) * unit;
    }

    /** ln |det ∂v/∂x| = −Σ ln std of the first {@code features} columns, in nats. */
    public double logDet(int features) {
        return Arrays.stream(std).limit(features).map(s -> -Math.log(s)).sum();
    }
}
