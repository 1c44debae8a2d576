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
 * @param ranks the places of numbers
 */
record OnLine(double[] atoms, double[] shares, Pieces others, boolean isWhole, Repeats repeats, Ranks ranks)
        implements Marginal {
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
        Sorted every = Sorted.of(Arrays.stream(known).map(x -> x + 0.0).toArray());
        double[] shares = Arrays.stream(values)
                .map(a -> (every.countUpTo(a) - every.countBelow(a) + 1) / all)
                .toArray();
        Sorted others = Sorted.of(Arrays.stream(known)
                .filter(x -> Arrays.binarySearch(values, x + 0.0) < 0)
                .toArray());
        double least = every.size() == 0 ? 0 : every.get(0);
        double most = every.size() == 0 ? 1 : every.get(every.size() - 1);
        Pieces pieces = Pieces.of(others, isWhole ? 1 : 0, ViewDefaults.MOST_OF_PIECE, least, most);
        return new OnLine(values, shares, pieces, isWhole, Repeats.of(known), Ranks.of(every));
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

    @Override
    public double logMajorant(double x) {
        int atom = Arrays.binarySearch(atoms, x + 0.0);
        return atom >= 0 ? Math.log(shares[atom]) : Math.log(ofOthers()) + others.logMajorant(x);
    }

    @Override
    public double logTail(double x) {
        double tail = Math.min(ranks.atMost(x), ranks.atLeast(x)) * (ranks.isBeyond(x) ? others.partBeyond(x) : 1);
        return Math.log(Math.min(1, 2 * Math.min(repeats.rarity(x), tail)));
    }

    @Override
    public byte code(double x) {
        return (byte) Math.round(Math.clamp(ranks.normalScore(x) * Codes.OF_ONE, -Codes.MOST, Codes.MOST));
    }

    @Override
    public int[] squares(byte code) {
        return Codes.squares(other -> (other - code) * (other - code), code * code + Codes.ONE);
    }

    @Override
    public double value(byte code) {
        return ranks.at(code / (double) Codes.OF_ONE);
    }

    @Override
    public Optional<Tail> tail(double x) {
        double low = ranks.atMost(x);
        double high = ranks.atLeast(x);
        return Optional.of(new Tail(ranks.isBeyond(x) ? 0 : Math.min(low, high), high < low));
    }
}
