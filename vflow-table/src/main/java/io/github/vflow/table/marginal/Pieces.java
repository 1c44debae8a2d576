package io.github.vflow.table.marginal;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A continuous distribution of numbers: uniform between knots, which are quantiles, and a Pareto law beyond both ends,
 *
 * <pre>  P(X > x) = m·s/(s + x − end)</pre>
 *
 * with the mass m of the tail and the distance s from the end to the knot after the next. The knots lie close at the ends and further apart inside.
 * They are quantiles, so numbers and a monotone function of them have the same places.
 *
 * @param knots at least 2, ascending
 * @param masses of the lower tail, between the knots, and of the upper tail; above zero, and they sum to about one
 */
record Pieces(double[] knots, double[] masses) {
    private static final double HALF = 0.5;

    /** Checks that the fields fit together, since a file has them. */
    Pieces {
        if (knots.length < 2
                || masses.length != knots.length + 1
                || IntStream.range(1, knots.length).anyMatch(k -> !(knots[k - 1] < knots[k]))
                || Arrays.stream(masses).anyMatch(m -> !(m > 0 && m <= 1))) {
            throw new IllegalArgumentException("Pieces: at least two knots must ascend, with a mass below, between and"
                    + " above them, but they are " + knots.length + " knots and " + masses.length + " masses");
        }
    }

    /**
     * The distribution of numbers.
     *
     * @param sorted the numbers; may be none
     * @param step the least distance of different numbers; zero for real ones. Whole numbers have knots between them
     * @param part the greatest share of the numbers in a piece
     * @param least an end of the range where fewer than two numbers differ
     * @param most the other end
     */
    static Pieces of(Sorted sorted, double step, double part, double least, double most) {
        double[] knots = knots(sorted, step, part);
        if (knots.length < 2) {
            double wide = Math.max(most - least, Math.max(step, ViewDefaults.LEAST_SCALE * Math.abs(most)));
            double width = wide > 0 ? wide : 1;
            return new Pieces(
                    new double[] {least - step / 2, least - step / 2 + width}, new double[] {0.25, HALF, 0.25});
        }
        int n = sorted.size();
        double[] masses = new double[knots.length + 1];
        double before = HALF / (n + 1);
        masses[0] = before;
        for (int k = 1; k < knots.length; k++) {
            boolean isLast = k == knots.length - 1;
            double below = ((isLast ? n : sorted.countBelow(knots[k])) + HALF) / (n + 1);
            masses[k] = Math.max(below - before, ViewDefaults.LEAST_MASS / (n + 1));
            before = below;
        }
        masses[knots.length] = HALF / (n + 1);
        return new Pieces(knots, masses);
    }

    /** Numbers at ranks whose distances grow from either end, each once. */
    private static double[] knots(Sorted sorted, double step, double part) {
        int n = sorted.size();
        List<Integer> ranks = new ArrayList<>();
        double most = Math.max(ViewDefaults.FIRST_PIECE, part * n);
        double width = ViewDefaults.FIRST_PIECE;
        for (double at = 0; at < n / 2.0; at += width, width = Math.min(most, width * ViewDefaults.PIECE_GROWTH)) {
            ranks.add((int) Math.round(at));
            ranks.add(n - 1 - (int) Math.round(at));
        }
        double[] numbers =
                ranks.stream().sorted().mapToDouble(sorted::get).distinct().toArray();
        if (step == 0 || numbers.length == 0) {
            return numbers;
        }
        double[] between = Arrays.copyOf(numbers, Math.max(2, numbers.length));
        Arrays.setAll(between, k -> numbers[Math.min(k, numbers.length - 1)] - step / 2);
        between[between.length - 1] += step;
        return between;
    }

    /** The part of the mass of a tail that lies beyond a number outside of the knots; one for others. */
    double partBeyond(double x) {
        double below = Math.max(0, knots[0] - x) / lowerScale();
        double above = Math.max(0, x - knots[knots.length - 1]) / upperScale();
        return 1 / (1 + below + above);
    }

    /** ln of the density, in nats. */
    double logDensity(double x) {
        int last = knots.length - 1;
        if (x < knots[0]) {
            return Math.log(lowerPeak()) + logPart(x);
        }
        if (x > knots[last]) {
            return Math.log(upperPeak()) + logPart(x);
        }
        return Math.log(density(piece(x)));
    }

    /** ln of the part of the density of a tail at its end. */
    private double logPart(double x) {
        return 2 * Math.log(partBeyond(x));
    }

    private double density(int piece) {
        return masses[piece + 1] / (knots[piece + 1] - knots[piece]);
    }

    private double lowerPeak() {
        return masses[0] / lowerScale();
    }

    private double upperPeak() {
        return masses[knots.length] / upperScale();
    }

    /**
     * ln of the smallest function with one mode that is nowhere less than the density, in nats: the greatest density up to a number, or the
     * greatest from it on if that is less. In a valley between two modes it is more than the density.
     */
    double logMajorant(double x) {
        if (x < knots[0] || x > knots[knots.length - 1]) {
            return logDensity(x);
        }
        int k = piece(x);
        double upTo = lowerPeak();
        for (int i = 0; i <= k; i++) {
            upTo = Math.max(upTo, density(i));
        }
        double from = upperPeak();
        for (int i = k; i + 1 < knots.length; i++) {
            from = Math.max(from, density(i));
        }
        return Math.log(Math.min(upTo, from));
    }

    /** The mass of all pieces between knots that are at most as dense as the number's. */
    double massAtMostAsDense(double x) {
        double own = logDensity(x);
        double sum = masses[0] + masses[knots.length];
        for (int k = 0; k + 1 < knots.length; k++) {
            sum += Math.log(density(k)) <= own ? masses[k + 1] : 0;
        }
        return Math.min(1, sum);
    }

    private int piece(double x) {
        int at = Arrays.binarySearch(knots, x);
        return Math.clamp(at >= 0 ? at : -at - 2, 0, knots.length - 2);
    }

    private double lowerScale() {
        return knots[Math.min(2, knots.length - 1)] - knots[0];
    }

    private double upperScale() {
        int last = knots.length - 1;
        return knots[last] - knots[Math.max(0, last - 2)];
    }
}
