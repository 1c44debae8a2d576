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

    /** A standard normal number with the place of a value: Φ⁻¹ of the probability of less; zero where values have no order. */
    default double normalScore(double value) {
        return 0;
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
