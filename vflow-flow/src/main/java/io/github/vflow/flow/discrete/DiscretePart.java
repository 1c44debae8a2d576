package io.github.vflow.flow.discrete;

import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.surjection.column.Atom;
import io.github.vflow.flow.surjection.column.FillMissing;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a model that have probabilities, and their places among the features of a row. A column with an atom has both: a probability
 * of whether its number is the atom, as value 1 of two, and a density of the other numbers.
 *
 * @param chain their density
 * @param places of these columns, ascending
 * @param atoms those of them that are continuous, too, ascending
 * @param features of a row, discrete and continuous
 */
public record DiscretePart(Chain chain, List<Integer> places, List<Integer> atoms, int features) {
    /** Greater than all numbers of standardised rows but {@link FillMissing#MISSING}. */
    private static final double ALMOST_MISSING = 3e38;

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

    /** The number of continuous features, those with atoms too. */
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

    /** The values k [b, C] of the columns with probabilities, of standardised rows [b, …]. */
    public Tensor discreteOf(Tensor row) {
        List<Tensor> parts = new ArrayList<>();
        for (Stretch s : stretches()) {
            Tensor own = row.slice(1, s.from, s.to);
            switch (s.kind) {
                case DISCRETE -> parts.add(own);
                case ATOM ->
                    parts.add(Atom.isAt(own).plus(own.greater(ALMOST_MISSING).times(FillMissing.MISSING)));
                case CONTINUOUS -> {}
            }
        }
        return Chain.joined(parts);
    }

    /** The continuous features of rows [b, …]; at least one must be. */
    public Tensor continuousOf(Tensor row) {
        return Chain.joined(stretches().stream()
                .filter(s -> s.kind != Kind.DISCRETE)
                .map(s -> row.slice(1, s.from, s.to))
                .toList());
    }

    /** 1 for a row with a known number that is not the atom of its column, 0 for another one [b]. */
    public Tensor hasNumber(Tensor row) {
        Tensor x = continuousOf(row);
        return FillMissing.known(x).minus(Atom.isAt(x)).maxOver(1);
    }

    /** Features in the order of a row [b, features]. */
    public Tensor rows(Tensor discrete, Tensor continuous) {
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
                        case ATOM -> label.greater(0.5).select(atom(number), number);
                    });
        }
        return Chain.joined(parts);
    }

    private static Tensor atom(Tensor like) {
        return like.trace().constant(Standardization.ATOM).broadcast(like.shape());
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
