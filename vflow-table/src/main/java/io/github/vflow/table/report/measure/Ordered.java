package io.github.vflow.table.report.measure;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The known numbers of a column in order. Immutable. */
public final class Ordered {
    private final double[] sorted;

    private Ordered(double[] sorted) {
        this.sorted = sorted;
    }

    /** The numbers that are not NaN, copied. */
    public static Ordered of(double[] numbers) {
        return new Ordered(
                Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray());
    }

    /** The number of numbers. */
    public int size() {
        return sorted.length;
    }

    /** The number at an index of the order. */
    public double get(int i) {
        return sorted[i];
    }

    /**
     * The number below which a share of all lies; NaN if there is none.
     *
     * @param share from 0 for the smallest to 1 for the largest
     */
    public double quantile(double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** The share of the numbers that are at most x. */
    public double shareUpTo(double x) {
        return sorted.length == 0 ? Double.NaN : (double) countUpTo(x) / sorted.length;
    }

    /** The share of the numbers that are below x. */
    public double shareBelow(double x) {
        return shareUpTo(Math.nextDown(x));
    }

    private int countUpTo(double x) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The shares of the numbers in equal parts of an axis; numbers beyond its ends are in none.
     *
     * @param position of a number on the axis, from 0 to 1
     * @param parts the number of parts
     */
    public double[] shares(DoubleUnaryOperator position, int parts) {
        double[] shares = new double[parts];
        for (double x : sorted) {
            double at = position.applyAsDouble(x);
            if (at >= 0 && at <= 1) {
                shares[Math.min(parts - 1, (int) (at * parts))] += 1.0 / sorted.length;
            }
        }
        return shares;
    }
}
