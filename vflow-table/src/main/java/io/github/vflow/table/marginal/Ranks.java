package io.github.vflow.table.marginal;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The places of numbers among rows. A number between two that are kept has the place in the middle of them, so a strictly increasing function of a
 * column changes no place, bit by bit.
 *
 * @param numbers of the rows, ascending: those whose normal scores differ by {@value ViewDefaults#RANK_STEP} at least
 * @param below the number of rows that have less
 * @param upTo the number of rows that have at most as much
 * @param rows n
 */
record Ranks(double[] numbers, int[] below, int[] upTo, int rows) {
    private static final double HALF = 0.5;

    /** Checks that the fields fit together, since a file has them. */
    Ranks {
        boolean fit = numbers.length == below.length && numbers.length == upTo.length;
        for (int k = 0; fit && k < numbers.length; k++) {
            fit = below[k] < upTo[k]
                    && upTo[k] <= rows
                    && (k == 0 || (numbers[k - 1] < numbers[k] && upTo[k - 1] <= below[k]));
        }
        if (!fit) {
            throw new IllegalArgumentException("Ranks: numbers must ascend, and so must their ranks among " + rows
                    + " rows, but " + numbers.length + " numbers have the ranks " + Arrays.toString(below) + " to "
                    + Arrays.toString(upTo));
        }
    }

    static Ranks of(Sorted all) {
        int n = all.size();
        List<Integer> kept = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < n; ) {
            int to = all.countUpTo(all.get(from));
            double z = NormalScore.of((from + to + 1) * HALF / (n + 1));
            if (z - last >= ViewDefaults.RANK_STEP || to == n) {
                kept.add(from);
                last = z;
            }
            from = to;
        }
        double[] numbers = kept.stream().mapToDouble(i -> all.get(i) + 0.0).toArray();
        return new Ranks(
                numbers,
                kept.stream().mapToInt(i -> i).toArray(),
                Arrays.stream(numbers).mapToInt(all::countUpTo).toArray(),
                n);
    }

    /** P(X ≤ x) but for the half of a row beyond each end. */
    double atMost(double x) {
        return (rank(x, true) + HALF) / (rows + 1);
    }

    /** P(X ≥ x). */
    double atLeast(double x) {
        return (rows - rank(x, false) + HALF) / (rows + 1);
    }

    /** The number of rows with at most, or with less than, a number; in the middle of what it may be. */
    private double rank(double x, boolean upToIt) {
        int at = Arrays.binarySearch(numbers, x + 0.0);
        if (at >= 0) {
            return upToIt ? upTo[at] : below[at];
        }
        int next = -at - 1;
        double before = next == 0 ? 0 : upTo[next - 1];
        double after = next == numbers.length ? rows : below[next];
        return HALF * (before + after);
    }

    /** The kept number whose normal score is nearest to one; NaN without numbers. */
    double at(double normalScore) {
        return IntStream.range(0, numbers.length)
                .boxed()
                .min(Comparator.comparingDouble(k -> Math.abs(normalScore(numbers[k]) - normalScore)))
                .map(k -> numbers[k])
                .orElse(Double.NaN);
    }

    /** A standard normal number with the place of a number: Φ⁻¹ of the middle of its probability. */
    double normalScore(double x) {
        return NormalScore.of(HALF * (atMost(x) + 1 - atLeast(x)));
    }

    /** Whether a number is beyond those of all rows. */
    boolean isBeyond(double x) {
        return numbers.length == 0 || x < numbers[0] || x > numbers[numbers.length - 1];
    }
}
