package io.github.vflow.table.marginal;

import java.util.List;
import java.util.Optional;

/** The distribution of one column, without regard to the others. Immutable and safe for any number of threads. */
public sealed interface Marginal permits Labels, OnLine, OnCircle {
    /**
     * The frequencies of labels.
     *
     * @param known the labels of rows
     * @param count of all labels
     */
    static Marginal ofLabels(double[] known, int count) {
        return Labels.of(known, count);
    }

    /**
     * The distribution of numbers on a line.
     *
     * @param known the numbers of rows
     * @param atoms the numbers that have a probability each
     * @param isWhole whether all numbers are whole, so that each has one
     */
    static Marginal ofNumbers(double[] known, List<Double> atoms, boolean isWhole) {
        return OnLine.of(known, atoms, isWhole);
    }

    /** The distribution of numbers on the circle from low to high, which are one place. */
    static Marginal onCircle(double[] known, double low, double high) {
        return OnCircle.of(known, low, high);
    }

    /** Whether it is of as many labels. */
    default boolean isOfLabels(int count) {
        return this instanceof Labels l && l.shares().length == count;
    }

    /** Whether it is of numbers on a circle. */
    default boolean isOnCircle() {
        return this instanceof OnCircle;
    }

    /** ln P of a value that has a probability, ln p of another one, as the joint density has it; in nats. */
    double logProb(double value);

    /**
     * ln t in nats, at most zero: t is the probability of values that are at most as frequent. Of a number on a line it is twice the least of this
     * one and of the probabilities of at least and at most the number.
     */
    double logTail(double value);

    /**
     * ln e in nats: e is the smallest function with one mode that is nowhere less than the density of the numbers without an atom, so it is more in a
     * valley between two modes. Of other values it is {@link #logProb}.
     */
    double logMajorant(double value);

    /** The code of a missing cell. */
    byte GAP = Byte.MIN_VALUE;

    /** The place of a value as a byte: a rounded normal score of its rank, a label, or a part of a circle. */
    byte code(double value);

    /** The squared distances of a place from all codes [256], 256 for normal scores that differ by one. */
    int[] squares(byte code);

    /** A value with a code, which is no {@link #GAP}; NaN where it does not tell. */
    double value(byte code);

    /** Whether codes that differ by d have the squared distance d². */
    default boolean isOnLine() {
        return this instanceof OnLine;
    }

    /** How rare a number is; empty where values have no order. */
    default Optional<Tail> tail(double value) {
        return Optional.empty();
    }

    /**
     * The share of the rows whose numbers are at least as far out as a number, on the side of it where fewer rows are.
     *
     * @param share of the rows that have at least as much, or at most as much, in [0, 1]; zero beyond all rows
     * @param isHigh whether few have at least as much, else few have at most as much
     */
    record Tail(double share, boolean isHigh) {}
}
