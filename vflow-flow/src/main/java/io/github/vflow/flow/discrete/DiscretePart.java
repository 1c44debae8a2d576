package io.github.vflow.flow.discrete;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a model that have probabilities, and their places among the features of a row. A column with an atom has both: a probability
 * of whether its number is the atom, as value 1 of two, and a density of the other numbers.
 *
 * @param chain their density
 * @param places of these columns, ascending
 * @param atoms the features among them that are continuous, too, ascending
 * @param features of a row, discrete and continuous
 */
public record DiscretePart(Chain chain, List<Integer> places, List<Integer> atoms, int features) {
    /** Checks that each column of the chain has a place. */
    public DiscretePart {
        places = List.copyOf(places);
        atoms = List.copyOf(atoms);
        if (places.isEmpty() || places.size() != chain.columns().size() || !places.containsAll(atoms)) {
            throw new IllegalArgumentException(
                    "DiscretePart: each column of the chain must have a place, and each atom be one of them, but there are "
                            + places.size() + " places for " + chain.columns().size() + " columns, and the atoms "
                            + atoms);
        }
    }

    /** The number of continuous features, with atoms or without. */
    public int continuous() {
        return features - places.size() + atoms.size();
    }

    /** Whether a feature has a probability and no density. */
    public boolean isDiscrete(int feature) {
        return places.contains(feature) && !atoms.contains(feature);
    }

    /** The alphabet of a feature; null if it has a density alone. */
    public @Nullable Alphabet alphabet(int feature) {
        int j = places.indexOf(feature);
        return j < 0 ? null : chain.columns().get(j);
    }

    /** The values k [b, C] of the columns with probabilities, of standardised rows; a cell at its atom has 1, another number 0. */
    public Cells discreteOf(Cells row) {
        return joined(stretches().stream()
                .filter(s -> s.kind != Kind.CONTINUOUS)
                .map(s -> {
                    Cells own = row.columns(s.from, s.to);
                    return s.kind == Kind.ATOM ? own.with(own.atAtom()) : own;
                })
                .toList());
    }

    /** The continuous features of rows; at least one must be. */
    public Cells continuousOf(Cells row) {
        return joined(stretches().stream()
                .filter(s -> s.kind != Kind.DISCRETE)
                .map(s -> row.columns(s.from, s.to))
                .toList());
    }

    private static Cells joined(List<Cells> parts) {
        Tensor numbers = Chain.joined(parts.stream().map(Cells::numbers).toList());
        List<Tensor> states =
                parts.stream().flatMap(p -> Stream.ofNullable(p.states())).toList();
        return new Cells(numbers, states.isEmpty() ? null : Chain.joined(states));
    }

    /** 1 for a row with a known number that is not the atom of its column, 0 for another one [b]. */
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
            Tensor number = s.kind == Kind.DISCRETE ? continuous : continuous.slice(1, c, c + n);
            d += s.kind == Kind.CONTINUOUS ? 0 : n;
            c += s.kind == Kind.DISCRETE ? 0 : n;
            parts.add(
                    switch (s.kind) {
                        case DISCRETE -> label;
                        case CONTINUOUS -> number;
                        case ATOM -> label.greater(0.5).select(atoms(s, units, number), number);
                    });
        }
        return Chain.joined(parts);
    }

    private static Tensor atoms(Stretch s, Standardization units, Tensor like) {
        double[] each =
                IntStream.range(s.from, s.to).mapToDouble(units::standardAtom).toArray();
        return like.trace().constant(Shape.of(each.length), each).broadcast(like.shape());
    }

    private enum Kind {
        DISCRETE,
        CONTINUOUS,
        ATOM
    }

    private Kind kind(int feature) {
        return isDiscrete(feature) ? Kind.DISCRETE : places.contains(feature) ? Kind.ATOM : Kind.CONTINUOUS;
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
