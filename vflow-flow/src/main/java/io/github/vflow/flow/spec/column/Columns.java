package io.github.vflow.flow.spec.column;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.standardization.Standardization;
import io.github.vflow.flow.defaults.ColumnDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/**
 * The columns of a row: first its features, then the columns that condition the density.
 *
 * @param features D_X, the number of features
 * @param kinds of the features; empty if all are real
 * @param given the number of columns after the features on which the density is conditioned; zero for p(x)
 * @param moments by which rows are standardised
 * @param counts how often each outcome of each column that has a probability occurs in the training rows, in their order; empty if nobody counted
 * @param kept the part of the made-up rows of a column, by which its frequencies are smoothed, that each conditional probability keeps, in (0, 1]
 */
public record Columns(
        int features, List<ColumnSpec> kinds, int given, Moments moments, List<List<Integer>> counts, double kept) {
    /** Checks that there is a kind for each feature, a moment for each column, and a count for each value. */
    public Columns {
        kinds = List.copyOf(kinds);
        counts = counts.stream().map(List::copyOf).toList();
        List<Integer> values =
                kinds.stream().map(ColumnSpec::codes).filter(codes -> codes > 0).toList();
        require(
                counts.isEmpty() || counts.stream().map(List::size).toList().equals(values),
                "counts must be one for each outcome of the columns that have a probability, which have " + values
                        + ",",
                counts);
        require(counts.stream().flatMap(List::stream).allMatch(n -> n >= 0), "counts must not be negative", counts);
        require(features >= 1, "features must be at least 1", features);
        require(given >= 0, "given must not be negative", given);
        require(kept > 0 && kept <= 1, "kept must be in (0, 1]", kept);
        require(
                kinds.isEmpty() || kinds.size() == features,
                "kinds must be one for each feature, " + features + ",",
                kinds.size());
        require(
                moments.areNone() || moments.mean().size() == (long) features + given,
                "moments must have one mean for each column, features + given = " + ((long) features + given) + ",",
                moments.mean().size());
    }

    private static void require(boolean holds, String invariant, Object got) {
        if (!holds) {
            throw new IllegalArgumentException("Columns: " + invariant + " but got " + got);
        }
    }

    /** Real features that are not standardised; nothing conditions the density. */
    public static Columns of(int features) {
        return new Columns(features, List.of(), 0, Moments.none(), List.of(), ColumnDefaults.KEPT);
    }

    /** The number of values of all discrete columns together. */
    public int codes() {
        return kinds.stream().mapToInt(ColumnSpec::codes).sum();
    }

    /** The share of the rows in which the number of a feature is one that has a probability; empty if it has none, or nobody counted. */
    public OptionalDouble repeatShare(int feature) {
        if (counts.isEmpty() || kinds.isEmpty() || kinds.get(feature).repeats().isEmpty()) {
            return OptionalDouble.empty();
        }
        int at = (int) kinds.stream().limit(feature).filter(k -> k.codes() > 0).count();
        double all = counts.get(at).stream().mapToDouble(Integer::doubleValue).sum();
        return OptionalDouble.of((all - counts.get(at).getFirst()) / all);
    }

    /** The number of dimensions to which the continuous features are lifted; D_X if all are real. */
    public int lifted() {
        return kinds.isEmpty()
                ? features
                : kinds.stream().mapToInt(ColumnSpec::dimensions).sum();
    }

    /** With features of several kinds. Forgets the counts. */
    public Columns withKinds(List<ColumnSpec> ofFeatures) {
        return new Columns(features, ofFeatures, given, moments, List.of(), kept);
    }

    /**
     * The same columns, where the flow sees some through a map of their distribution. Keeps the moments and the counts.
     *
     * @param mapped the kinds, which differ from the present ones in their maps only
     */
    public Columns withMaps(List<ColumnSpec> mapped) {
        Columns all = new Columns(features, mapped, given, moments, counts, kept);
        if (!all.withoutMaps().equals(withoutMaps())) {
            throw new IllegalArgumentException(
                    "Columns: kinds with maps must be those of " + kinds + " but are " + mapped);
        }
        return all;
    }

    /** The same columns without maps. */
    public Columns withoutMaps() {
        List<ColumnSpec> plain = kinds.stream().map(ColumnSpec::withoutMap).toList();
        boolean areReal = plain.stream().allMatch(ColumnSpec.Real.class::isInstance);
        return new Columns(features, areReal ? List.of() : plain, given, moments, counts, kept);
    }

    /** With another number of columns that condition the density. Resets the moments, which have one entry for each column. */
    public Columns withGiven(int more) {
        return new Columns(features, kinds, more, Moments.none(), counts, kept);
    }

    /** With rows that are standardised by some moments. */
    public Columns withMoments(Moments ofColumns) {
        return new Columns(features, kinds, given, ofColumns, counts, kept);
    }

    /** With the number of times that each value of a discrete column occurs in some rows. */
    public Columns counted(Rows rows) {
        List<List<Integer>> each = new ArrayList<>();
        for (int j = 0; j < kinds.size(); j++) {
            if (kinds.get(j).codes() > 0) {
                each.add(counts(rows, j, kinds.get(j)));
            }
        }
        return new Columns(features, kinds, given, moments, each, kept);
    }

    private static List<Integer> counts(Rows rows, int column, ColumnSpec kind) {
        int[] each = new int[kind.codes()];
        for (double x : rows.known(column)) {
            int k = kind.code(x);
            if (k >= 0) {
                each[k]++;
            }
        }
        return Arrays.stream(each).boxed().toList();
    }

    /**
     * With rows whose real columns are standardised by the moments of some rows, or by the numbers of their {@link ColumnSpec}, and whose
     * discrete columns are {@link #counted}.
     *
     * @throws io.github.vflow.flow.data.column.ColumnException if a column is constant, float32 cannot tell its numbers apart, or a bounded one has
     *     a number that is not between its bounds
     */
    public Columns standardized(Rows rows) {
        List<List<Double>> atoms = kinds.stream().map(ColumnSpec::repeats).toList();
        Rows others = atoms.stream().allMatch(List::isEmpty) ? rows : rows.without(atoms);
        Moments ofOthers =
                Moments.of(others, j -> j >= kinds.size() || kinds.get(j).plain() instanceof ColumnSpec.Real);
        Standardization whole = withMoments(ofOthers).standardization();
        for (int j = 0; j < kinds.size(); j++) {
            ColumnSpec kind = kinds.get(j);
            if (kind instanceof ColumnSpec.Bounded b) {
                rows.requireBetween(j, b.low(), b.high());
            }
            if (kind.units().isPresent() && !kind.isDiscrete()) {
                whole.requireResolved(rows, j);
            }
        }
        return withMoments(new Moments(whole.mean(), whole.std())).counted(rows);
    }

    /**
     * The map of rows by the moments; bounded, heavy-tailed, circular and few-valued columns are mapped by the numbers of their
     * {@link ColumnSpec}.
     */
    @SuppressWarnings("exports") // for our own modules
    public Standardization standardization() {
        Standardization others = standardizationOfOthers();
        boolean hasRepeats = kinds.stream().anyMatch(k -> !k.repeats().isEmpty());
        return hasRepeats
                ? others.withRepeats(kinds.stream().map(ColumnSpec::repeating).toList())
                : others;
    }

    private Standardization standardizationOfOthers() {
        if (kinds.stream().allMatch(k -> k.units().isEmpty())) {
            return moments.standardization();
        }
        int width = features + given;
        List<Double> mean = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 0.0) : moments.mean());
        List<Double> std = new ArrayList<>(moments.areNone() ? Collections.nCopies(width, 1.0) : moments.std());
        List<Double> periods = new ArrayList<>(Collections.nCopies(width, 0.0));
        for (int j = 0; j < features; j++) {
            Optional<ColumnSpec.Units> units = kinds.get(j).units();
            if (units.isPresent()) {
                mean.set(j, units.get().mean());
                std.set(j, units.get().std());
                periods.set(j, units.get().period());
            }
        }
        return Standardization.of(mean, std).onCircles(periods);
    }

    /**
     * The moments of the columns by which rows are standardised; none if they are taken as they are.
     *
     * @param mean of each column
     * @param std of each column
     */
    public record Moments(List<Double> mean, List<Double> std) {
        /** Checks that there are as many means as standard deviations. */
        public Moments {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.size() != std.size()) {
                throw new IllegalArgumentException("Moments: mean and std must have the same length but have "
                        + mean.size() + " and " + std.size());
            }
        }

        /** Rows are taken as they are. */
        public static Moments none() {
            return new Moments(List.of(), List.of());
        }

        /**
         * The moments of some rows; columns that are not standardised have mean 0 and standard deviation 1.
         *
         * @param standardised whether a column is standardised, by its number
         * @throws io.github.vflow.flow.data.column.ColumnException if a standardised column is constant, or float32 cannot tell its numbers apart
         */
        public static Moments of(Rows rows, IntPredicate standardised) {
            Standardization s = Standardization.of(rows, standardised);
            return new Moments(s.mean(), s.std());
        }

        /** Whether rows are taken as they are. */
        public boolean areNone() {
            return mean.isEmpty();
        }

        /** The map by these moments. */
        @SuppressWarnings("exports") // for our own modules
        public Standardization standardization() {
            return areNone() ? Standardization.none() : Standardization.of(mean, std);
        }
    }
}
