package io.github.vflow.table.drift;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.gap.Cells;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The distribution of one column, as counts of cells. The cells of a number are intervals (−∞, e₁], (e₁, e₂], …, (eₖ, ∞) with about one
 * hundredth of the values each, and narrower at both ends; the cells of a category are its labels. Missing values are counted last. Immutable.
 */
final class Reference implements Cells {
    private static final double[] PROBABILITIES = DoubleStream.concat(
                    IntStream.range(1, 100).asDoubleStream(), DoubleStream.of(0.1, 0.3, 99.7, 99.9))
            .map(percent -> percent / 100)
            .sorted()
            .toArray();

    private final String name;
    private final List<String> labels;
    private final Sorted edges;
    private final long[] counts;

    /**
     * Makes a reference from the fields of a file.
     *
     * @param labels of a category; empty for numbers
     * @param edges of the cells of numbers, ascending; empty for a category
     * @param counts of the cells, then of missing values
     * @throws IllegalArgumentException if they do not fit together
     */
    Reference(String name, List<String> labels, double[] edges, long[] counts) {
        this.name = Objects.requireNonNull(name, "Reference: name");
        this.labels = List.copyOf(labels);
        this.edges = Sorted.of(edges);
        this.counts = counts.clone();
        int cells = labels.isEmpty() ? edges.length + 1 : labels.size();
        boolean ascending = IntStream.range(1, edges.length).allMatch(k -> edges[k - 1] < edges[k]) && !hasNaN(edges);
        if (!ascending
                || counts.length != cells + 1
                || (edges.length > 0 && !labels.isEmpty())
                || Arrays.stream(counts).anyMatch(c -> c < 0 || c > Integer.MAX_VALUE)
                || IntStream.range(0, edges.length == 0 ? 0 : cells).anyMatch(k -> counts[k] == 0)
                || size() < 1) {
            throw new IllegalArgumentException("Reference: \"" + name
                    + "\" must have ascending edges or labels, and a count"
                    + " of each cell and of missing values, but has " + edges.length + " edges, " + labels.size()
                    + " labels and the counts " + Arrays.toString(Arrays.copyOf(counts, Math.min(counts.length, 8)))
                    + (counts.length > 8 ? " …" : "") + "; take the baseline again");
        }
    }

    private static boolean hasNaN(double[] numbers) {
        return Arrays.stream(numbers).anyMatch(Double::isNaN);
    }

    /**
     * The reference of numbers.
     *
     * @param values in any order; NaN is a missing value. Not modified
     * @throws IllegalArgumentException if there are none
     */
    static Reference ofNumbers(String name, double... values) {
        // a file may hold "-0" beside "0", which are one number
        Sorted known = Sorted.of(Arrays.stream(values).map(x -> x + 0.0).toArray());
        Sorted edges = Sorted.of(Arrays.stream(PROBABILITIES)
                .map(known::ranked)
                .filter(edge -> edge < known.lower(1))
                .distinct()
                .toArray());
        long[] counts = new long[edges.size() + 2];
        for (double x : known.toArray()) {
            counts[edges.countBelow(x)]++;
        }
        counts[counts.length - 1] = (long) values.length - known.size();
        return new Reference(name, List.of(), edges.toArray(), counts);
    }

    /**
     * The reference of a category.
     *
     * @param codes of the values, as indices into the labels; NaN is a missing value. Not modified
     * @throws IllegalArgumentException if there are no codes or labels, or a code is no index
     */
    static Reference ofCategories(String name, List<String> labels, double... codes) {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "Reference: the category \"" + name + "\" must have labels but has none; give numbers otherwise");
        }
        long[] counts = new long[labels.size() + 1];
        for (double code : codes) {
            counts[cell(name, labels.size(), code)]++;
        }
        return new Reference(name, labels, new double[0], counts);
    }

    /** The least value of a column of numbers; empty if the first edge is above it. */
    OptionalDouble least() {
        long known = size() - counts[counts.length - 1];
        return edges.size() > 0 && Math.round(PROBABILITIES[0] * known) <= 1
                ? OptionalDouble.of(edges.get(0))
                : OptionalDouble.empty();
    }

    @Override
    public String name() {
        return name;
    }

    /** The labels of a category; empty for numbers. */
    List<String> labels() {
        return labels;
    }

    @Override
    public long size() {
        return LongStream.of(counts).sum();
    }

    boolean isCategory() {
        return !labels.isEmpty();
    }

    double[] edges() {
        return edges.toArray();
    }

    @Override
    public double gaps() {
        return (double) counts[counts.length - 1] / size();
    }

    /** The number of values in each cell, then of missing values: [cells]. */
    long[] counts() {
        return counts.clone();
    }

    @Override
    public int cells() {
        return counts.length;
    }

    /**
     * The cell of a value.
     *
     * @throws IllegalArgumentException if it is no label of the category
     */
    @Override
    public int cell(double value) {
        return labels.isEmpty()
                ? Double.isNaN(value) ? counts.length - 1 : edges.countBelow(value)
                : cell(name, labels.size(), value);
    }

    private static int cell(String name, int labels, double code) {
        if (Double.isNaN(code)) {
            return labels;
        }
        if (code != Math.rint(code) || code < 0 || code >= labels) {
            throw new IllegalArgumentException("Reference: \"" + name + "\" has the labels 0 … " + (labels - 1)
                    + " but got " + code + "; give NaN for a label that is not known");
        }
        return (int) code;
    }

    /** The group of each cell, for bets and tests: a tenth of the known numbers, a label, or missing: [cells]. */
    @Override
    public int[] groups() {
        if (isCategory()) {
            return IntStream.range(0, cells()).toArray();
        }
        double known = Math.max(1, size() - counts[cells() - 1]);
        int[] groups = new int[cells()];
        double below = 0;
        int last = -1;
        int group = -1;
        for (int k = 0; k < cells() - 1; k++) {
            int tenth = (int) Math.min(9, 10 * (below + counts[k] / 2.0) / known);
            group += tenth == last ? 0 : 1;
            groups[k] = group;
            last = tenth;
            below += counts[k];
        }
        groups[cells() - 1] = group + 1;
        return groups;
    }

    /** The sums of counts of cells over groups. */
    static long[] grouped(long[] counts, int[] groups) {
        long[] sums = new long[groups[groups.length - 1] + 1];
        for (int k = 0; k < counts.length; k++) {
            sums[groups[k]] += counts[k];
        }
        return sums;
    }

    @Override
    public String toString() {
        return "Reference of \"" + name + "\": " + size() + " values in " + cells() + " cells";
    }
}
