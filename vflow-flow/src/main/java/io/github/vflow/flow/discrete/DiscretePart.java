package io.github.vflow.flow.discrete;

import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The discrete columns of a model, and their places among the features of a row.
 *
 * @param chain their density
 * @param places of the discrete columns, ascending
 * @param features of a row, discrete and continuous
 */
public record DiscretePart(Chain chain, List<Integer> places, int features) {
    /** Checks that each column of the chain has a place. */
    public DiscretePart {
        places = List.copyOf(places);
        if (places.isEmpty() || places.size() != chain.columns().size()) {
            throw new IllegalArgumentException(
                    "DiscretePart: each column of the chain must have a place, but there are " + places.size()
                            + " places for " + chain.columns().size() + " columns");
        }
    }

    /** The number of continuous features. */
    public int continuous() {
        return features - places.size();
    }

    /** The alphabet of a feature; null if it is continuous. */
    public @Nullable Alphabet alphabet(int feature) {
        int j = places.indexOf(feature);
        return j < 0 ? null : chain.columns().get(j);
    }

    /** The discrete columns [b, C] of rows [b, …], as values k. */
    public Tensor discreteOf(Tensor row) {
        return picked(row, true);
    }

    /** The continuous features of rows [b, …]; at least one must be. */
    public Tensor continuousOf(Tensor row) {
        return picked(row, false);
    }

    private Tensor picked(Tensor row, boolean discrete) {
        List<Tensor> parts = new ArrayList<>();
        for (Stretch s : stretches()) {
            if (s.isDiscrete == discrete) {
                parts.add(row.slice(1, s.from, s.to));
            }
        }
        return joined(parts);
    }

    /** Features in the order of a row [b, features]. */
    public Tensor rows(Tensor discrete, Tensor continuous) {
        List<Tensor> parts = new ArrayList<>();
        int d = 0;
        int c = 0;
        for (Stretch s : stretches()) {
            int n = s.to - s.from;
            if (s.isDiscrete) {
                parts.add(discrete.slice(1, d, d + n));
                d += n;
            } else {
                parts.add(continuous.slice(1, c, c + n));
                c += n;
            }
        }
        return joined(parts);
    }

    private static Tensor joined(List<Tensor> parts) {
        return parts.size() == 1 ? parts.getFirst() : Tensor.concat(1, parts);
    }

    /** Neighbouring features [from, to) that are all discrete, or all continuous. */
    private record Stretch(int from, int to, boolean isDiscrete) {}

    private List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        int from = 0;
        for (int i : IntStream.rangeClosed(1, features).toArray()) {
            boolean is = places.contains(from);
            if (i == features || places.contains(i) != is) {
                all.add(new Stretch(from, i, is));
                from = i;
            }
        }
        return all;
    }
}
