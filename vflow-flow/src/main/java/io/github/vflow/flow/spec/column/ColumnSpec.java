package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.elementwise.Asinh;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.data.standardization.Repeats;
import io.github.vflow.flow.defaults.ColumnDefaults;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.surjection.column.WholeNumbers;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The kind of a column. A continuous column is lifted to dimensions of the flow; a discrete one has a probability of its own, on which the flow
 * is conditioned.
 */
public sealed interface ColumnSpec {
    /** The number of dimensions of the flow that the column takes; zero if it is discrete. */
    default int dimensions() {
        return isDiscrete() ? 0 : 1;
    }

    /** The number of outcomes that have a probability, each with a place in a code; zero if the column has a density alone. */
    default int codes() {
        return 0;
    }

    /** The place of a number among the {@link #codes}; negative if it has none, as a missing one has. */
    default int code(double x) {
        return switch (this) {
            case Few f -> x >= f.low && x < f.low + f.count ? (int) ((long) x - f.low) : -1;
            case Category _ -> Double.isNaN(x) ? -1 : (int) x;
            // first the other numbers, then each that repeats; 0.0 and −0.0 are one number
            case Atom _, Listed _ ->
                Double.isNaN(x) ? -1 : Math.max(0, Collections.binarySearch(repeats(), x + 0.0) + 1);
            case Real _, Bounded _, HeavyTailed _, Circular _, Whole _, Marginal _ -> -1;
        };
    }

    /** The lift of standardised numbers, without a map. */
    default Surjection lift() {
        return switch (this) {
            // finite at the bounds, as far from them as float32 resolves
            case Bounded _ -> new Bijective(new Logit(1e-7));
            case HeavyTailed _ -> new Bijective(new Asinh());
            case Whole w -> new WholeNumbers(new Dequantizer.Uniform(), w.mean, w.scale, 1);
            case Real _, Circular _, Marginal _, Atom _, Few _, Listed _, Category _ -> new Bijective(Chain.of());
        };
    }

    /** The units of numbers whose kind says them; empty for others, whose moments are their units. */
    default Optional<Units> units() {
        return switch (this) {
            case Bounded b -> Optional.of(new Units(b.low, b.high - b.low, 0));
            case HeavyTailed h -> Optional.of(new Units(h.centre, h.scale, 0));
            case Circular c -> Optional.of(new Units(c.opposite(), c.scale, c.period()));
            case Few f -> Optional.of(new Units(f.low, 1, 0));
            case Real _, Marginal _, Atom _, Whole _, Listed _, Category _ -> Optional.empty();
        };
    }

    /**
     * The units of numbers.
     *
     * @param mean which is zero in standardised rows
     * @param std which is one there
     * @param period of a circle; zero for a line
     */
    record Units(double mean, double std, double period) {}

    /** Whether a {@linkplain Marginal map} may change the numbers. */
    default boolean takesMap() {
        return this instanceof Real || this instanceof Whole;
    }

    /** Whether the column has a probability and no density. */
    default boolean isDiscrete() {
        return this instanceof Few || this instanceof Listed || this instanceof Category;
    }

    /** The kind of the numbers without their map, and beside the atom. */
    default ColumnSpec plain() {
        return this instanceof Marginal m ? m.of : this instanceof Atom a ? a.of.plain() : this;
    }

    /** The same kind, without a map of its numbers. */
    default ColumnSpec withoutMap() {
        return this instanceof Atom a ? new Atom(a.values, a.of.withoutMap()) : plain();
    }

    /** The map of the numbers, beside the atom if there is one; empty without a map. */
    @SuppressWarnings("exports") // for our own modules
    default Optional<MarginalMap> marginal() {
        ColumnSpec numbers = this instanceof Atom a ? a.of : this;
        return numbers instanceof Marginal m ? Optional.of(m.map) : Optional.empty();
    }

    /** Real numbers, which are standardised; ln p is a density. */
    record Real() implements ColumnSpec {}

    /**
     * Real numbers between two bounds: ln p is a density, which is zero outside. The flow sees the logit of (x − low)/(high − low), which
     * stays 10⁻⁷ away from the ends.
     *
     * @param low a number that is less than all values
     * @param high a number that is greater than all values
     */
    record Bounded(double low, double high) implements ColumnSpec {
        /** Checks that the bounds are finite and in order. */
        public Bounded {
            if (!(high - low > 0) || !Double.isFinite(low) || !Double.isFinite(high - low)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Bounded: low must be less than high, and both finite, but they are " + low + " and "
                                + high);
            }
        }
    }

    /**
     * Real numbers with heavy tails: ln p is a density. The flow sees asinh((x − centre)/scale), which is logarithmic far out.
     *
     * @param centre such as the median
     * @param scale positive; such as a robust standard deviation
     */
    record HeavyTailed(double centre, double scale) implements ColumnSpec {
        public HeavyTailed {
            if (!(scale > 0) || !Double.isFinite(centre) || !Double.isFinite(scale)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.HeavyTailed: centre must be finite and scale positive but are " + centre + " and "
                                + scale);
            }
        }

        /**
         * With the median of the known cells of a column as centre, and their interquartile range over 1.35 as scale. If the range is zero, the scale
         * is their standard deviation, and 1 without any spread.
         *
         * @throws IllegalArgumentException if no cell is known
         */
        public static HeavyTailed of(Rows rows, int column) {
            return ColumnFits.heavyTailed(rows, column);
        }
    }

    /**
     * Real numbers on a circle, such as times of day and directions: ln p is a density over one period. Any number stands for its place on the
     * circle. The flow sees (x − o)/scale, with x within half a period of the place o that is opposite to the cut.
     *
     * @param low a number
     * @param high a period above, so the same place
     * @param cut the place where the circle is cut
     * @param scale positive; such as the standard deviation of the numbers between the cut and itself
     */
    record Circular(double low, double high, double cut, double scale) implements ColumnSpec {
        public Circular {
            if (!(high - low > 0 && scale > 0) || !Double.isFinite(low + high) || !Double.isFinite(cut + scale)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Circular: low must be less than high, scale positive, and all finite, but low, high, cut"
                                + " and scale are " + low + ", " + high + ", " + cut + " and " + scale);
            }
        }

        /**
         * Cut in the middle of the widest gap between the known cells of a column, so that the density on the line ends where there is the least.
         *
         * @throws IllegalArgumentException if no cell is known
         */
        public static Circular of(Rows rows, int column, double low, double high) {
            return ColumnFits.circular(rows, column, low, high);
        }

        /** P. */
        public double period() {
            return high - low;
        }

        /** o, half a period above the cut. */
        public double opposite() {
            return cut + period() / 2;
        }

        /** The turn of a number that is nearest to o. */
        public double onLine(double x) {
            return x - period() * Math.rint((x - opposite()) / period());
        }
    }

    /**
     * Whole numbers, which are dequantized (VFlow paper, Eq. 7) to (x + u − μ)/σ; ln P is of the whole number.
     *
     * @param mean μ
     * @param scale σ, positive
     */
    record Whole(double mean, double scale) implements ColumnSpec {
        public Whole {
            if (!(scale > 0) || !Double.isFinite(mean) || !Double.isFinite(scale)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Whole: mean must be finite and scale positive but are " + mean + " and " + scale);
            }
        }
    }

    /**
     * Numbers that the flow sees through a monotone map, which makes their distribution about normal. So noise, broad components and tails have the
     * shape of the column.
     *
     * @param map of the numbers in their own units
     * @param of the kind of the numbers, real or whole
     */
    @SuppressWarnings("exports") // for our own modules
    record Marginal(MarginalMap map, ColumnSpec of) implements ColumnSpec {
        public Marginal {
            if (!of.takesMap()) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Marginal: the numbers must be real or whole, but they are " + of);
            }
        }
    }

    /** The numbers that have a probability each beside other numbers, ascending; empty if there are none. */
    default List<Double> repeats() {
        return repeating().values();
    }

    /** The same numbers, and how rare the others are. */
    @SuppressWarnings("exports") // for our own modules
    default Repeats repeating() {
        return switch (this) {
            case Atom a -> Repeats.atoms(a.values);
            case Listed l -> Repeats.listed(l.values, l.centre(), l.scale());
            case Real _, Bounded _, HeavyTailed _, Circular _, Whole _, Marginal _, Few _, Category _ -> Repeats.NONE;
        };
    }

    /**
     * Numbers with atoms: each has a probability, and the others have the rest. So the column has a code, which is 0 for another number and k for the
     * k-th atom, and a dimension of the flow. Where the number is an atom, the dimension is narrow noise around it.
     *
     * @param values the numbers that repeat, ascending
     * @param of the kind of the other numbers, real or whole, with or without a map
     */
    record Atom(List<Double> values, ColumnSpec of) implements ColumnSpec {
        /** Checks the values and the kind. */
        public Atom {
            values = Listed.checked("Atom", values, 1);
            if (!(of.takesMap() || of instanceof Marginal)) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Atom: the other numbers must be real or whole, but they are " + of);
            }
        }

        /** Numbers with one atom. */
        public Atom(double value, ColumnSpec of) {
            this(List.of(value), of);
        }

        @Override
        public int codes() {
            return values.size() + 1;
        }
    }

    /**
     * Numbers that repeat, each with a probability, without noise. No density of other numbers can be learned, so they share one outcome, and among
     * them a fixed broad law: the Cauchy density f whose centre c and scale s are the middle and the length of the range,
     *
     * <pre>ln f(x) = −ln(π·s) − ln(1 + ((x − c)/s)²),</pre>
     *
     * for whole numbers divided by its sum over the whole numbers beside the listed ones. So another number is odd, and not impossible.
     * Samples have listed numbers alone.
     *
     * @param values the numbers, ascending, at least 2
     * @param areWhole whether the other numbers are whole
     * @param neighbours w, over how many places numbers share what they learn: logits are S·a, S = I + exp(−(m − n)²/2w²); zero for none
     */
    record Listed(List<Double> values, boolean areWhole, double neighbours) implements ColumnSpec {
        public Listed {
            values = checked("Listed", values, 2);
            requireNeighbours("Listed", neighbours);
        }

        /** Numbers that share what they learn over {@value ColumnDefaults#NEIGHBOURS} places. */
        public Listed(List<Double> values, boolean areWhole) {
            this(values, areWhole, ColumnDefaults.NEIGHBOURS);
        }

        private static List<Double> checked(String kind, List<Double> values, int fewest) {
            // 0.0 and −0.0 are one number
            List<Double> all = values.stream().map(x -> x + 0.0).toList();
            boolean areAscending = IntStream.range(1, all.size()).allMatch(i -> all.get(i - 1) < all.get(i));
            if (all.size() < fewest || !areAscending || !all.stream().allMatch(x -> Float.isFinite(x.floatValue()))) {
                throw new IllegalArgumentException("ColumnSpec." + kind + ": there must be at least " + fewest
                        + " ascending values, which are finite in float32, but they are " + values);
            }
            return all;
        }

        /** c. */
        public double centre() {
            return values.getFirst() / 2 + values.getLast() / 2;
        }

        /** s. */
        public double scale() {
            return values.getLast() - values.getFirst();
        }

        /** ln f(c), and for whole numbers less ln of the sum of f over the others. */
        public double logPeak() {
            double peak = 1 / (Math.PI * scale());
            if (!areWhole) {
                return Math.log(peak);
            }
            // Σ f(k) over all whole k, by Poisson's summation
            double e = Math.exp(-2 * Math.PI * scale());
            double all = (1 - e * e) / (1 + e * e - 2 * e * Math.cos(2 * Math.PI * centre()));
            double listed = values.stream()
                    .mapToDouble(x -> (x - centre()) / scale())
                    .map(z -> peak / (1 + z * z))
                    .sum();
            return Math.log(peak) - Math.log(all - listed);
        }

        @Override
        public int codes() {
            return values.size() + 1;
        }
    }

    /**
     * Whole numbers of few values, each with a probability, without noise. Other whole numbers have one, too: all numbers below share one outcome,
     * all numbers above another, and there each step away halves the probability.
     *
     * @param low the least value
     * @param count the number of values, low to low + count − 1
     * @param neighbours w, over how many places numbers share what they learn: logits are S·a, S = I + exp(−(m − n)²/2w²); zero for none
     */
    record Few(long low, int count, double neighbours) implements ColumnSpec {
        public Few {
            requireNeighbours("Few", neighbours);
            if (count < 2) {
                throw new IllegalArgumentException("ColumnSpec.Few: count must be at least 2 but is " + count
                        + "; a column with one value is constant, so leave it out");
            }
        }

        /** Numbers that share what they learn over {@value ColumnDefaults#NEIGHBOURS} places. */
        public Few(long low, int count) {
            this(low, count, ColumnDefaults.NEIGHBOURS);
        }

        @Override
        public int codes() {
            return count;
        }
    }

    private static void requireNeighbours(String kind, double neighbours) {
        if (!(neighbours >= 0) || !Double.isFinite(neighbours)) {
            throw new IllegalArgumentException("ColumnSpec." + kind
                    + ": neighbours must be a finite number of places, zero for none, but are " + neighbours);
        }
    }

    /**
     * Categories, which rows number from 0 on; ln P is of the category.
     *
     * @param labels the categories, at least 2, which differ
     */
    record Category(List<String> labels) implements ColumnSpec {
        /** Copies the list, and checks the labels. */
        public Category {
            labels = List.copyOf(labels);
            if (labels.size() < 2 || new HashSet<>(labels).size() < labels.size()) {
                throw new IllegalArgumentException(
                        "ColumnSpec.Category: there must be at least 2 labels, which differ, but there are " + labels
                                + "; a column with one category is constant, so leave it out");
            }
        }

        /** Categories that are labelled by their numbers. */
        public static Category of(int count) {
            return new Category(
                    IntStream.range(0, count).mapToObj(Integer::toString).toList());
        }

        @Override
        public int codes() {
            return labels.size();
        }
    }
}
