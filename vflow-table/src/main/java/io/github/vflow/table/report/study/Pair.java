package io.github.vflow.table.report.study;

import io.github.vflow.table.report.measure.Dependence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Two columns.
 *
 * @param first the place of a column
 * @param second the place of another column
 * @param data their {@link Dependence} in the data
 * @param samples their dependence in samples
 */
public record Pair(int first, int second, double data, double samples) {
    /** The largest number of columns; a wider table has its pairs among its first columns. */
    private static final int MOST_COLUMNS = 400;

    /** The largest number of chosen pairs with one column, as long as there are other pairs. */
    private static final int MOST_OF_A_COLUMN = 2;

    /** All pairs of columns with enough known cells, by falling dependence in the data. */
    public static List<Pair> all(Study study) {
        int d = Math.min(MOST_COLUMNS, study.columns().size());
        Dependence data = study.dependence();
        Dependence samples = study.drawnDependence();
        List<Pair> all = new ArrayList<>();
        for (int a = 0; a < d; a++) {
            for (int b = a + 1; b < d; b++) {
                double between = data.between(a, b);
                if (!Double.isNaN(between)) {
                    all.add(new Pair(a, b, between, samples.between(a, b)));
                }
            }
        }
        all.sort(Comparator.comparingDouble(p -> -p.data));
        return List.copyOf(all);
    }

    /** The pairs by falling difference of their dependence between data and samples. */
    public static List<Pair> byDifference(List<Pair> pairs) {
        return pairs.stream()
                .sorted(Comparator.comparingDouble(p -> -p.difference()))
                .toList();
    }

    /**
     * The pairs that depend most, then the pairs that differ most.
     *
     * @param all pairs in the order of their dependence
     * @param most the number of pairs
     * @param different the number of pairs that are chosen for their difference
     */
    public static List<Pair> chosen(List<Pair> all, int most, int different) {
        List<Pair> chosen = new ArrayList<>();
        add(chosen, all, most - different, MOST_OF_A_COLUMN);
        add(chosen, byDifference(all), most, Integer.MAX_VALUE);
        add(chosen, all, most, Integer.MAX_VALUE);
        return List.copyOf(chosen);
    }

    private static void add(List<Pair> chosen, List<Pair> from, int upTo, int ofAColumn) {
        for (Pair p : from) {
            boolean isNew =
                    !chosen.contains(p) && p.uses(chosen, p.first) < ofAColumn && p.uses(chosen, p.second) < ofAColumn;
            if (isNew && chosen.size() < upTo) {
                chosen.add(p);
            }
        }
    }

    private long uses(List<Pair> pairs, int column) {
        return pairs.stream()
                .filter(p -> p.first == column || p.second == column)
                .count();
    }

    /** The difference of the squares of the two dependences, in which chance is about as large for all of them. */
    public double difference() {
        return Math.abs(data * data - samples * samples);
    }
}
