package io.github.vflow.flow.discrete;

import io.github.vflow.flow.data.standardization.CellState;
import io.github.vflow.flow.data.standardization.Standardization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The completions of some missing discrete cells of a row, over which the density of its known cells is a sum. All numbers below (above) an open
 * alphabet form one completion, represented by the nearest number with twice its probability.
 *
 * @param row with the missing cells
 * @param places of the cells that are completed
 * @param alphabets of these cells
 * @param repeats the numbers of the column of each cell that have a probability beside others: the outcomes are another number, still missing, and
 *     each of these; none for labels and few whole numbers
 */
public record Completions(double[] row, List<Integer> places, List<Alphabet> alphabets, List<List<Double>> repeats) {
    /** The row itself. */
    public static Completions none(double[] row) {
        return new Completions(row, List.of(), List.of(), List.of());
    }

    /**
     * The completions on which other cells depend.
     *
     * @param units of the row
     * @param all whether a continuous cell is known, which depends on all discrete cells. Else a discrete cell depends on the ones before it, and the
     *     probabilities of missing cells that no known one depends on sum to one
     */
    public static Completions of(DiscretePart part, Standardization units, double[] row, boolean all) {
        List<Integer> places = new ArrayList<>();
        List<Alphabet> alphabets = new ArrayList<>();
        List<List<Double>> repeats = new ArrayList<>();
        int last = all ? part.features() : lastKnown(part, row);
        for (int k = 0; k < part.places().size(); k++) {
            int place = part.places().get(k);
            if (place < last && Double.isNaN(row[place])) {
                places.add(place);
                alphabets.add(part.chain().columns().get(k));
                repeats.add(units.repeats(place));
            }
        }
        return new Completions(row, places, alphabets, repeats);
    }

    private static int lastKnown(DiscretePart part, double[] row) {
        return part.places().stream()
                .filter(j -> !Double.isNaN(row[j]))
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
    }

    /** Whether there is nothing to complete. */
    public boolean isTheRow() {
        return places.isEmpty();
    }

    /** The number of completions, or {@code most + 1} if there are more. */
    public int count(int most) {
        long n = 1;
        for (Alphabet a : alphabets) {
            n = Math.min(n * a.outcomes(), most + 1L);
        }
        return (int) n;
    }

    /** Parts of the cells in their order, each of as many as have at most some completions, or of one. They share the row. */
    public List<Completions> blocks(int most) {
        List<Completions> blocks = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= places.size(); to++) {
            if (to == places.size() || part(from, to + 1).count(most) > most) {
                blocks.add(part(from, to));
                from = to;
            }
        }
        return blocks;
    }

    /** Completes only the cells in some places. */
    public Completions only(Collection<Integer> some) {
        int[] kept = IntStream.range(0, places.size())
                .filter(i -> some.contains(places.get(i)))
                .toArray();
        return new Completions(row, at(places, kept), at(alphabets, kept), at(repeats, kept));
    }

    private static <T> List<T> at(List<T> all, int[] kept) {
        return IntStream.of(kept).mapToObj(all::get).toList();
    }

    private Completions part(int from, int to) {
        return new Completions(row, places.subList(from, to), alphabets.subList(from, to), repeats.subList(from, to));
    }

    /**
     * Writes a completion.
     *
     * @param number from 0 to the count, without it
     * @param into receives the row from {@code at} on
     * @return ln of the factor of its probability
     */
    public double fill(int number, double[] into, int at) {
        System.arraycopy(row, 0, into, at, row.length);
        double logFactor = 0;
        int rest = number;
        for (int i = 0; i < places.size(); i++) {
            Alphabet a = alphabets.get(i);
            int k = rest % a.outcomes() - (a.isOpen() ? 1 : 0);
            rest /= a.outcomes();
            List<Double> of = repeats.get(i);
            into[at + places.get(i)] = of.isEmpty() ? a.low() + k : k > 0 ? of.get(k - 1) : CellState.ANOTHER_NUMBER;
            logFactor += k < 0 || k == a.count() ? Math.log(2) : 0;
        }
        return logFactor;
    }
}
