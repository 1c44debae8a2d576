package io.github.vflow.flow.discrete;

import io.github.vflow.flow.defaults.ColumnDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The values of a discrete column and how often they occur. A value is the number {@code low + k}, with k from 0 to K − 1. An open alphabet takes
 * other whole numbers, too: all numbers below share one outcome, all numbers above another, and there each step away halves the probability.
 *
 * @param low the least value
 * @param count K, the number of values
 * @param isOpen whether other whole numbers have a probability
 * @param scores of listed numbers: a standardised number of each value, which is part of its code, so that neighbours tell of one another. The
 *     first value then stands for all numbers that are not listed: its score is zero, and it has a probability but is never drawn. None for others
 * @param frequencies of the outcomes, which are positive and sum to one: the values in their order; an open alphabet has the outcome below before
 *     them, and the outcome above after them
 * @param share β of the frequencies in each conditional probability, in (0, 1)
 * @param neighbours w of {@link Neighbours}; zero if each outcome learns alone
 */
public record Alphabet(
        long low,
        int count,
        boolean isOpen,
        List<Double> scores,
        List<Double> frequencies,
        double share,
        double neighbours) {
    private static final double FAR = 4;

    public Alphabet {
        scores = List.copyOf(scores);
        frequencies = List.copyOf(frequencies);
        if (frequencies.size() != (isOpen ? count + 2 : count) || !(share > 0 && share < 1)) {
            throw new IllegalArgumentException("Alphabet: each outcome must have a frequency, and share must be between"
                    + " 0 and 1, but there are " + frequencies.size() + " frequencies of " + count + " values, and the"
                    + " share is " + share);
        }
    }

    /**
     * With the frequencies (n_k + a_k)/(n + A) of the outcomes after a count of n rows (Laplace), and β = kept·A/(n + A), where A/(n + A) is the
     * part of them that was made up. a_k is one for values that occur and for the outcomes below and above; the values that do not occur share
     * one. A is the sum. Without counts, the outcomes are equal and β is 0.01.
     *
     * @param counts of the values n_k [K]; empty if nobody counted
     * @param kept the part of the made-up rows that each conditional probability keeps, in (0, 1]
     */
    public static Alphabet of(long low, int count, boolean isOpen, List<Integer> counts, double kept) {
        int outcomes = isOpen ? count + 2 : count;
        long unseen = counts.stream().filter(n -> n == 0).count();
        double rows = counts.stream().mapToLong(Integer::longValue).sum();
        double made = outcomes - (unseen > 0 ? unseen - 1 : 0);
        double[] smoothed = new double[outcomes];
        for (int m = 0; m < outcomes; m++) {
            int k = isOpen ? m - 1 : m;
            boolean isCounted = !counts.isEmpty() && k >= 0 && k < count;
            int n = isCounted ? counts.get(k) : 0;
            smoothed[m] = (n + (isCounted && n == 0 ? 1.0 / unseen : 1)) / (rows + made);
        }
        double share = rows == 0 ? 1.0 / ColumnDefaults.UNCOUNTED : kept * made / (rows + made);
        return new Alphabet(
                low, count, isOpen, List.of(), Arrays.stream(smoothed).boxed().toList(), share, 0);
    }

    /**
     * The same alphabet for listed numbers, whose scores have mean 0 and variance 1 by the frequencies; a number further out counts as {@value #FAR}
     * standard deviations.
     *
     * @param numbers of the values but the first, ascending
     */
    public Alphabet ofListed(List<Double> numbers) {
        double mean = 0;
        for (int k = 1; k < count; k++) {
            mean += frequencies.get(k) * numbers.get(k - 1);
        }
        double variance = 0;
        for (int k = 1; k < count; k++) {
            double d = numbers.get(k - 1) - mean;
            variance += frequencies.get(k) * d * d;
        }
        List<Double> all = new ArrayList<>(List.of(0.0));
        for (double x : numbers) {
            all.add(Math.clamp((x - mean) / Math.sqrt(variance), -FAR, FAR));
        }
        return new Alphabet(low, count, isOpen, all, frequencies, share, neighbours);
    }

    /** The same alphabet, whose outcomes share what they learn. */
    public Alphabet withNeighbours(double places) {
        return new Alphabet(low, count, isOpen, scores, frequencies, share, places);
    }

    /** Whether the values are listed numbers. */
    public boolean isListed() {
        return !scores.isEmpty();
    }

    /** The outputs of a network [M] that give logits [M]. */
    public double[] outputs(double[] logits) {
        return Neighbours.of(this).map(s -> s.outputs(logits)).orElse(logits);
    }

    /** M, the number of outcomes. */
    public int outcomes() {
        return frequencies.size();
    }

    /** Whether another alphabet has as many values and outcomes, so that one operation serves both. */
    boolean isAsLong(Alphabet other) {
        return count == other.count
                && isOpen == other.isOpen
                && isListed() == other.isListed()
                && neighbours == other.neighbours;
    }
}
