package io.github.vflow.table.marginal;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.ViewDefaults;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Numbers on a line: a probability of each that repeats, and a distribution of the others.
 *
 * @param atoms the numbers that have a probability, ascending
 * @param shares their probabilities; the others have the rest
 * @param others of the other numbers
 * @param isWhole whether the others are whole, so that each has a probability
 * @param repeats how rare each number is
 */
record OnLine(double[] atoms, double[] shares, Pieces others, boolean isWhole, Repeats repeats) implements Marginal {
    /** Checks that the fields fit together, since a file has them. */
    OnLine {
        double sum = Arrays.stream(shares).sum();
        if (atoms.length != shares.length || !(sum < 1) || Arrays.stream(shares).anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException(
                    "OnLine: each atom must have a share above zero, less than one together, but " + atoms.length
                            + " atoms have " + shares.length + " shares with the sum " + sum);
        }
    }

    static OnLine of(double[] known, List<Double> atoms, boolean isWhole) {
        double[] distinct = Arrays.stream(known).map(x -> x + 0.0).distinct().toArray();
        // a single number has all of the probability, and any other one is far out
        double[] values = distinct.length == 1
                ? distinct
                : atoms.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double all = known.length + values.length + 1;
        Sorted every = Sorted.of(known);
        double[] shares = Arrays.stream(values)
                .map(a -> (every.countUpTo(a) - every.countBelow(a) + 1) / all)
                .toArray();
        Sorted others = Sorted.of(Arrays.stream(known)
                .filter(x -> Arrays.binarySearch(values, x + 0.0) < 0)
                .toArray());
        double least = every.size() == 0 ? 0 : every.get(0);
        double most = every.size() == 0 ? 1 : every.get(every.size() - 1);
        Pieces pieces = Pieces.of(others, isWhole ? 1 : 0, ViewDefaults.MOST_OF_PIECE, least, most);
        return new OnLine(values, shares, pieces, isWhole, Repeats.of(known));
    }

    private double ofOthers() {
        double rest = 1;
        for (double share : shares) {
            rest -= share;
        }
        return rest;
    }

    @Override
    public double logProb(double x) {
        int atom = Arrays.binarySearch(atoms, x + 0.0);
        return atom >= 0 ? Math.log(shares[atom]) : Math.log(ofOthers()) + others.logDensity(x);
    }

    /** P(X ≤ x). */
    private double atMost(double x) {
        double half = isWhole ? 0.5 : 0;
        return ofOthers() * others.below(x + half) + ofAtoms(x, true);
    }

    /** P(X ≥ x). */
    private double atLeast(double x) {
        double half = isWhole ? 0.5 : 0;
        return ofOthers() * others.above(x - half) + ofAtoms(x, false);
    }

    private double ofAtoms(double x, boolean upTo) {
        double sum = 0;
        for (int k = 0; k < atoms.length; k++) {
            sum += (upTo ? atoms[k] <= x : atoms[k] >= x) ? shares[k] : 0;
        }
        return sum;
    }

    @Override
    public double logTail(double x) {
        return Math.log(Math.min(1, 2 * Math.min(repeats.rarity(x), Math.min(atMost(x), atLeast(x)))));
    }

    @Override
    public double normalScore(double x) {
        double low = atMost(x);
        double high = atLeast(x);
        // the middle of the probability of the number itself
        double own = Math.max(0, low + high - 1);
        return low < high ? -upperQuantile(low - own / 2) : upperQuantile(high - own / 2);
    }

    /** z with P(Z > z) = p ≤ ½ to within 4.5·10⁻⁴ (Abramowitz and Stegun 1964, 26.2.23). */
    private static double upperQuantile(double p) {
        double t = Math.sqrt(-2 * Math.log(Math.min(0.5, p)));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }

    @Override
    public Optional<Tail> tail(double x) {
        double low = atMost(x);
        double high = atLeast(x);
        double least = atoms.length == 0 ? others.least() : Math.min(atoms[0], others.least());
        double most = atoms.length == 0 ? others.most() : Math.max(atoms[atoms.length - 1], others.most());
        return Optional.of(new Tail(x < least || x > most ? 0 : Math.min(low, high), high < low));
    }
}
