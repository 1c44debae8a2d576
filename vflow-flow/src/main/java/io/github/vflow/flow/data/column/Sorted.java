package io.github.vflow.flow.data.column;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/**
 * Known numbers in order, with counts and quantiles. Immutable.
 *
 * <p>A quantile has four definitions, since models and reports depend on the bits of each: {@link #lower}, {@link #nearest}, {@link #linear} and
 * {@link #ranked}. New code takes {@link #lower}.
 */
public final class Sorted {
    private final double[] numbers;

    private Sorted(double[] numbers) {
        this.numbers = numbers;
    }

    /** The numbers that are not NaN, copied. */
    public static Sorted of(double... numbers) {
        return new Sorted(
                Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray());
    }

    /** n, the number of numbers. */
    public int size() {
        return numbers.length;
    }

    /** The number at an index of the order. */
    public double get(int i) {
        return numbers[i];
    }

    /** A copy of the numbers [n], ascending. */
    public double[] toArray() {
        return numbers.clone();
    }

    /** x₍ᵢ₎ with i = ⌊p·(n − 1)⌋, counted from 0; NaN without numbers. */
    public double lower(double p) {
        return at((int) (p * (numbers.length - 1)));
    }

    /** x₍ᵢ₎ with i = p·(n − 1) rounded, counted from 0; NaN without numbers. */
    public double nearest(double p) {
        return at((int) Math.round(p * (numbers.length - 1)));
    }

    /** x₍ᵢ₎ with i = p·n − 1 rounded, counted from 0; NaN without numbers. */
    public double ranked(double p) {
        return at(Math.clamp(Math.round(p * numbers.length), 1, Math.max(1, numbers.length)) - 1);
    }

    /** The point at p·(n − 1) of the line through all (i, x₍ᵢ₎), for two numbers at least. */
    public double linear(double p) {
        double at = p * (numbers.length - 1);
        int i = Math.min((int) at, numbers.length - 2);
        return numbers[i] + (at - i) * (numbers[i + 1] - numbers[i]);
    }

    private double at(int i) {
        return numbers.length == 0 ? Double.NaN : numbers[i];
    }

    /** The number of numbers that are at most x. */
    public int countUpTo(double x) {
        return count(number -> number <= x);
    }

    /** The number of numbers that are below x. */
    public int countBelow(double x) {
        return count(number -> number < x);
    }

    /** The share of the numbers that are at most x; NaN without numbers. */
    public double shareUpTo(double x) {
        return (double) countUpTo(x) / numbers.length;
    }

    /** The share of the numbers that are below x; NaN without numbers. */
    public double shareBelow(double x) {
        return (double) countBelow(x) / numbers.length;
    }

    /** The number of numbers that meet a condition, which is met by all that are less than one that meets it. */
    private int count(DoublePredicate condition) {
        int low = 0;
        int high = numbers.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (condition.test(numbers[middle])) {
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
        for (double x : numbers) {
            double at = position.applyAsDouble(x);
            if (at >= 0 && at <= 1) {
                shares[Math.min(parts - 1, (int) (at * parts))] += 1.0 / numbers.length;
            }
        }
        return shares;
    }

    /** Whether the bits of all numbers are equal. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Sorted s && Arrays.equals(numbers, s.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }
}
