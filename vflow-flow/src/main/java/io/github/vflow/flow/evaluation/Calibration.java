package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The scores of normal rows, with which the score of a new row is compared. Immutable and safe for any number of threads.
 *
 * <p>Most often the rows neither trained nor chose anything, and the scorer of the new row scored them. The p-value of a score s is (1 + #{scores ≤
 * s}) / (n + 1). If a new row follows the distribution of the calibration rows, it is at most α with probability at most α, for every α and every n
 * (split conformal prediction; Vovk, Gammerman, Shafer 2005, Prop. 2.4).
 *
 * <p>A cross-fitted calibration has the scores of the training rows instead, each by a model of the other folds. Since the model of all rows fits new
 * rows a little better, the probability is then mostly somewhat below α, without a guarantee. Cross-conformal prediction by the models of the folds
 * would promise 2α (Vovk 2015).
 */
public final class Calibration {
    private final Sorted scores;
    private final double[] low;
    private final double[] high;
    private final int folds;
    private final Labels labels;
    private final int[] by;

    private Calibration(Sorted scores, double[] low, double[] high, int folds, Labels labels, int[] by) {
        this.scores = scores;
        this.low = low;
        this.high = high;
        this.folds = folds;
        this.labels = labels;
        this.by = by;
    }

    /**
     * The labels of some rows, by which they form groups. Immutable.
     *
     * @param columns [k] the columns of labels, ascending
     * @param labels [n][k] their numbers; NaN is a missing one
     */
    public record Labels(int[] columns, double[][] labels) {
        public Labels {
            int width = columns.length;
            if (Arrays.stream(labels).anyMatch(row -> row.length != width)) {
                throw new IllegalArgumentException(
                        "Calibration: each row must have " + width
                                + " labels, one for each column of them, but one has another number; give all columns of each row");
            }
        }

        /** No labels. */
        public static Labels none() {
            return new Labels(new int[0], new double[0][]);
        }

        /** The labels of rows. */
        public static Labels of(Rows rows, int[] columns) {
            return new Labels(
                    columns,
                    IntStream.range(0, rows.size())
                            .mapToObj(i -> IntStream.of(columns)
                                    .mapToDouble(j -> rows.get(i, j))
                                    .toArray())
                            .toArray(double[][]::new));
        }

        /** The labels of some rows, in an order. */
        Labels select(int[] rows) {
            return new Labels(
                    columns, IntStream.of(rows).mapToObj(i -> labels[i]).toArray(double[][]::new));
        }

        /** Whether the bits of all numbers are equal. */
        @Override
        public boolean equals(Object o) {
            return o instanceof Labels r && Arrays.equals(columns, r.columns) && Arrays.deepEquals(labels, r.labels);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(columns) + Arrays.deepHashCode(labels);
        }

        @Override
        public String toString() {
            return "Labels of " + labels.length + " rows, columns " + Arrays.toString(columns);
        }
    }

    /**
     * A calibration.
     *
     * @param scores [n] in any order, in nats; −∞ is a score
     * @param low [d] the least known value of each column in the training rows; NaN if none is known
     * @param high [d] the greatest
     * @throws IllegalArgumentException if there is no score, one is NaN or +∞, or a range is none
     */
    public static Calibration of(double[] scores, double[] low, double[] high) {
        for (double s : scores) {
            if (!(s < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("Calibration: scores must be numbers or -Infinity but one is " + s
                        + "; score the rows by the model");
            }
        }
        if (scores.length == 0) {
            throw new IllegalArgumentException("Calibration: there are no scores; give some hundred rows");
        }
        if (low.length != high.length) {
            throw new IllegalArgumentException("Calibration: expected as many least as greatest values but got "
                    + low.length + " and " + high.length + "; give both for each column");
        }
        for (int j = 0; j < low.length; j++) {
            boolean unknown = Double.isNaN(low[j]) && Double.isNaN(high[j]);
            if (!unknown && !(low[j] <= high[j] && Double.isFinite(low[j]) && Double.isFinite(high[j]))) {
                throw new IllegalArgumentException("Calibration: the range of column " + j
                        + " (counted from 0) must have finite ends in order but is [" + low[j] + ", " + high[j]
                        + "]; give the least and the greatest value");
            }
        }
        return new Calibration(Sorted.of(scores), low.clone(), high.clone(), 0, Labels.none(), new int[0]);
    }

    /**
     * A calibration with the ranges of the columns of training rows.
     *
     * @param scores [n] as {@link #of(double[], double[], double[])} takes them
     * @param training the rows that give the ranges
     * @throws IllegalArgumentException if there is no score, or one is NaN or +∞
     */
    public static Calibration of(double[] scores, Rows training) {
        double[] low = new double[training.features()];
        double[] high = new double[training.features()];
        for (int j = 0; j < low.length; j++) {
            double[] known = training.known(j);
            low[j] = Arrays.stream(known).min().orElse(Double.NaN);
            high[j] = Arrays.stream(known).max().orElse(Double.NaN);
        }
        return of(scores, low, high);
    }

    /**
     * This calibration as one by training rows, each scored by a model of the other folds.
     *
     * @throws IllegalArgumentException unless there are at least two folds
     */
    public Calibration crossFitted(int number) {
        if (number < 2) {
            throw new IllegalArgumentException(
                    "Calibration: cross-fitting takes at least two folds but got " + number + "; give their number");
        }
        return new Calibration(scores, low, high, number, labels, by);
    }

    /**
     * This calibration with the labels of its rows, so that groups of them can be compared.
     *
     * @param scores of the rows [n]
     * @param of the labels of the same rows
     * @throws IllegalArgumentException unless these are its scores, in any order
     */
    public Calibration labelled(double[] scores, Labels of) {
        if (!Sorted.of(scores).equals(this.scores) || of.labels().length != scores.length) {
            throw new IllegalArgumentException("Calibration: labels must be of the rows that calibrate, which are "
                    + size() + ", but there are " + scores.length + " scores and " + of.labels().length
                    + " rows of labels; give both of the same rows");
        }
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new Calibration(this.scores, low, high, folds, of.select(order), by);
    }

    /** The labels of its rows in the order of {@link #scores}; none if they are not known. */
    public Labels labels() {
        return labels;
    }

    /** The number of folds of a cross-fitted calibration; zero if the rows neither trained nor chose anything. */
    public int folds() {
        return folds;
    }

    /** A calibration by the scores of other rows, which neither trained nor chose anything, with the same ranges. */
    public Calibration with(double[] others) {
        return of(others, low, high);
    }

    /**
     * This calibration for alarms that compare a row with the rows that have its labels.
     *
     * @param columns of labels; none to compare with all rows
     * @throws IllegalArgumentException if it has no labels of such a column
     */
    public Calibration grouped(int... columns) {
        if (IntStream.of(columns).anyMatch(j -> Arrays.binarySearch(labels.columns(), j) < 0)) {
            throw new IllegalArgumentException("Calibration: rows are grouped by columns of labels, which are "
                    + Arrays.toString(labels.columns()) + ", but not by " + Arrays.toString(columns)
                    + "; name some of them, or calibrate again by rows with labels");
        }
        return new Calibration(scores, low, high, folds, labels, columns.clone());
    }

    /** The columns of the labels by which alarms group rows, counted from 0; none if they compare with all rows. */
    public int[] by() {
        return by.clone();
    }

    /** This calibration with a number added to each score, as for a scale with another zero. */
    public Calibration shifted(double number) {
        return new Calibration(
                Sorted.of(Arrays.stream(scores.toArray()).map(s -> s + number).toArray()),
                low,
                high,
                folds,
                labels,
                by);
    }

    /** n, the number of calibration rows. */
    public int size() {
        return scores.size();
    }

    /** d, the number of columns that have a range. */
    public int columns() {
        return low.length;
    }

    /** A copy of the scores [n], ascending. */
    public double[] scores() {
        return scores.toArray();
    }

    /** The least value of a column in the training rows; NaN if none is known. */
    public double low(int column) {
        return low[column];
    }

    /** The greatest value of a column in the training rows; NaN if none is known. */
    public double high(int column) {
        return high[column];
    }

    /** The median score: the score of a typical row. */
    public double median() {
        return scores.get(scores.size() / 2);
    }

    /** The p-value of a score against lower ones: (1 + #{scores ≤ s}) / (n + 1), in (0, 1]. */
    public double pValue(double score) {
        return (1.0 + scores.countUpTo(score)) / (scores.size() + 1.0);
    }

    /** The p-value of a score against lower and higher ones: twice the smaller of both, at most one. */
    public double twoSided(double score) {
        double above = (1.0 + scores.size() - scores.countBelow(score)) / (scores.size() + 1.0);
        return Math.min(1, 2 * Math.min(pValue(score), above));
    }

    /** Whether the bits of all numbers are equal. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Calibration c
                && scores.equals(c.scores)
                && Arrays.equals(low, c.low)
                && Arrays.equals(high, c.high)
                && folds == c.folds
                && labels.equals(c.labels)
                && Arrays.equals(by, c.by);
    }

    @Override
    public int hashCode() {
        return 31 * scores.hashCode() + Arrays.hashCode(low);
    }

    @Override
    public String toString() {
        return "Calibration by " + scores.size() + " rows" + (folds == 0 ? "" : " in " + folds + " folds")
                + ", scores from " + scores.lower(0) + " to " + scores.lower(1);
    }
}
