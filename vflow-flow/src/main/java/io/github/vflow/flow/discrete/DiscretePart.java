package io.github.vflow.flow.discrete;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a model that have probabilities, and their places among the features of a row. A column with atoms has both: a probability of
 * each atom k, as value k, and of another number, as value 0; and a density of the other numbers. A column of listed numbers has the same
 * probabilities, and a fixed law of the others.
 *
 * @param chain their density
 * @param places of these columns, ascending
 * @param atoms the features among them that are continuous, too, ascending
 * @param logPeaks the features among them whose numbers are listed, and ln f(c) of the law of the others, see {@link
 *     io.github.vflow.flow.spec.column.ColumnSpec.Listed}
 * @param features of a row, discrete and continuous
 */
public record DiscretePart(
        Chain chain, List<Integer> places, List<Integer> atoms, SortedMap<Integer, Double> logPeaks, int features) {
    /** Standardised numbers further out count as this one, so that their squares are finite in float32. */
    private static final double FAR = 1e18;

    /** Checks that each column of the chain has a place. */
    public DiscretePart {
        places = List.copyOf(places);
        atoms = List.copyOf(atoms);
        logPeaks = Collections.unmodifiableSortedMap(new TreeMap<>(logPeaks));
        if (places.isEmpty()
                || places.size() != chain.columns().size()
                || !places.containsAll(atoms)
                || !places.containsAll(logPeaks.keySet())) {
            throw new IllegalArgumentException(
                    "DiscretePart: each column of the chain must have a place, and each atom and list be one of them, but there are "
                            + places.size() + " places for " + chain.columns().size() + " columns, the atoms "
                            + atoms + " and the lists " + logPeaks.keySet());
        }
    }

    /** Whether some numbers have a probability beside others, so that programs need the states of cells. */
    public boolean hasRepeats() {
        return !atoms.isEmpty() || !logPeaks.isEmpty();
    }

    /** Whether the numbers of a feature are listed. */
    public boolean isListed(int feature) {
        return logPeaks.containsKey(feature);
    }

    /**
     * Σ ln f of the known numbers that are not listed in their columns [b], in nats; empty if no column has a list. It belongs to the density of the
     * discrete columns.
     */
    public Optional<Tensor> logOthers(Cells row) {
        return logPeaks.isEmpty()
                ? Optional.empty()
                : Optional.of(Tensor.sumOf(logPeaks.entrySet().stream()
                        .map(e -> logOthers(row.columns(e.getKey(), e.getKey() + 1), e.getValue()))));
    }

    private static Tensor logOthers(Cells own, double logPeak) {
        Tensor z = own.numbers().abs().min(FAR);
        Tensor isOther = own.known().minus(own.atAtom());
        return z.times(z).plus(1).log().negate().plus(logPeak).times(isOther).sum(1);
    }

    /** The number of continuous features, with atoms or without. */
    public int continuous() {
        return features - places.size() + atoms.size();
    }

    /** Whether a feature has a probability and no density. */
    public boolean isDiscrete(int feature) {
        return places.contains(feature) && !atoms.contains(feature);
    }

    /** Whether a row has a value of each feature that has probabilities. */
    public boolean areKnown(double[] row) {
        return places.stream().noneMatch(j -> Double.isNaN(row[j]));
    }

    /** The alphabet of a feature; null if it has a density alone. */
    public @Nullable Alphabet alphabet(int feature) {
        int j = places.indexOf(feature);
        return j < 0 ? null : chain.columns().get(j);
    }

    /** The values k [b, C] of the columns with probabilities, of standardised rows; a cell at its k-th atom has k, another number 0. */
    public Cells discreteOf(Cells row) {
        return joined(stretches().stream()
                .filter(s -> s.kind != Kind.CONTINUOUS)
                .map(s -> {
                    Cells own = row.columns(s.from, s.to);
                    return s.kind == Kind.DISCRETE ? own : own.with(own.atom());
                })
                .toList());
    }

    /** The continuous features of rows; at least one must be. */
    public Cells continuousOf(Cells row) {
        return joined(stretches().stream()
                .filter(s -> s.kind.hasDensity())
                .map(s -> row.columns(s.from, s.to))
                .toList());
    }

    private static Cells joined(List<Cells> parts) {
        Tensor numbers = Chain.joined(parts.stream().map(Cells::numbers).toList());
        List<Tensor> states =
                parts.stream().flatMap(p -> Stream.ofNullable(p.states())).toList();
        return new Cells(numbers, states.isEmpty() ? null : Chain.joined(states));
    }

    /** 1 for a row with a known number that is no atom of its column, 0 for another one [b]. */
    public Tensor hasNumber(Cells row) {
        Cells x = continuousOf(row);
        return x.known().minus(x.atAtom()).maxOver(1);
    }

    /**
     * Features in the order of a row [b, features].
     *
     * @param units of the rows
     */
    public Tensor rows(Tensor discrete, Tensor continuous, Standardization units) {
        List<Tensor> parts = new ArrayList<>();
        int d = 0;
        int c = 0;
        for (Stretch s : stretches()) {
            int n = s.to - s.from;
            Tensor label = s.kind == Kind.CONTINUOUS ? discrete : discrete.slice(1, d, d + n);
            Tensor number = s.kind.hasDensity() ? continuous.slice(1, c, c + n) : continuous;
            d += s.kind == Kind.CONTINUOUS ? 0 : n;
            c += s.kind.hasDensity() ? n : 0;
            parts.add(
                    switch (s.kind) {
                        case DISCRETE, LISTED -> label;
                        case CONTINUOUS -> number;
                        case ATOM -> label.greater(0.5).select(atoms(s, units, label), number);
                    });
        }
        return Chain.joined(parts);
    }

    /** Whole rows in the form of samples [b, features]. */
    public Tensor rows(Cells row, Standardization units) {
        Tensor labels = discreteOf(row).numbers();
        return continuous() == 0 ? labels : rows(labels, continuousOf(row).numbers(), units);
    }

    /** The standardised atom of each label [b, n]; any number for label 0. */
    private static Tensor atoms(Stretch s, Standardization units, Tensor labels) {
        int n = s.to - s.from;
        float[][] each =
                IntStream.range(s.from, s.to).mapToObj(units::standardAtoms).toArray(float[][]::new);
        Tensor atoms = constant(labels, each, 0).broadcast(labels.shape());
        int most = IntStream.range(0, n).map(j -> each[j].length).max().orElseThrow();
        for (int k = 1; k < most; k++) {
            Tensor next = constant(labels, each, k).broadcast(labels.shape());
            atoms = labels.greater(k + 0.5).select(next, atoms);
        }
        return atoms;
    }

    private static Tensor constant(Tensor like, float[][] each, int k) {
        double[] atoms = new double[each.length];
        Arrays.setAll(atoms, j -> each[j][Math.min(k, each[j].length - 1)]);
        return like.trace().constant(Shape.of(atoms.length), atoms);
    }

    private enum Kind {
        DISCRETE,
        LISTED,
        CONTINUOUS,
        ATOM;

        boolean hasDensity() {
            return this == CONTINUOUS || this == ATOM;
        }
    }

    private Kind kind(int feature) {
        return isListed(feature)
                ? Kind.LISTED
                : isDiscrete(feature) ? Kind.DISCRETE : places.contains(feature) ? Kind.ATOM : Kind.CONTINUOUS;
    }

    /** Neighbouring features [from, to) of one kind. */
    private record Stretch(int from, int to, Kind kind) {}

    private List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        int from = 0;
        for (int i : IntStream.rangeClosed(1, features).toArray()) {
            if (i == features || kind(i) != kind(from)) {
                all.add(new Stretch(from, i, kind(from)));
                from = i;
            }
        }
        return all;
    }
}
