package io.github.vflow.table.verdict;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.score.Scorer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Compares the score of a row with rows of its group, which have the same labels. The scores of a group are moved towards the median m of all rows,
 *
 * <pre>  s' = s − n/(n + κ)·(m' − m)</pre>
 *
 * with the median m' of the n calibration rows of the group, and κ = π/2·σ²/τ², the variance of a median over the variance
 * of the centres of groups (empirical Bayes; Efron and Morris 1975). A calibration row is moved by the median of the others of its group, as a new
 * row is. The p-value of a row among the n rows of its group is p', and p among the moved scores of all rows:
 *
 * <pre>  p' if p' &gt; a/(n + 1), else min(p, a/(n + 1))</pre>
 *
 * with a = {@value ViewDefaults#ALARMS_OF_A_GROUP}. So a rate of a/(n + 1) or more holds in the group, whatever its law (Mondrian conformal
 * prediction; Vovk, Gammerman, Shafer 2005, 4.5), and a lower one as far as moved scores have one law. Immutable.
 */
final class Groups {
    /** The standard deviation of a normal number in median distances. */
    private static final double OF_MEDIAN = 1.4826;

    private static final double HALF = 0.5;

    private final int[] columns;
    private final Map<List<Double>, Group> known;
    private final Group other;

    private Groups(int[] columns, Map<List<Double>, Group> known, Group other) {
        this.columns = columns;
        this.known = known;
        this.other = other;
    }

    /**
     * The rows with which a row is compared.
     *
     * @param shift that its score gets
     * @param own moved scores of its group
     * @param all moved scores of all rows
     */
    record Group(double shift, Calibration own, Calibration all) {
        /** The p-value of a moved score. */
        double pValue(double moved, boolean twoSided) {
            double least = (twoSided ? 2 : 1) * ViewDefaults.ALARMS_OF_A_GROUP / (own.size() + 1);
            double alone = twoSided ? own.twoSided(moved) : own.pValue(moved);
            return alone > least ? alone : Math.min(least, twoSided ? all.twoSided(moved) : all.pValue(moved));
        }
    }

    /**
     * The groups of rows with equal labels.
     *
     * @param calibration with the columns of the labels; without any, all rows are one group
     */
    static Groups of(Calibration calibration) {
        int[] columns = calibration.by();
        if (columns.length == 0) {
            return new Groups(columns, Map.of(), new Group(0, calibration, calibration));
        }
        Calibration.Labels labels = calibration.labels();
        int[] at = IntStream.of(columns)
                .map(j -> Arrays.binarySearch(labels.columns(), j))
                .toArray();
        double[] scores = calibration.scores();
        Map<List<Double>, List<Integer>> byLabels = new HashMap<>();
        for (int i = 0; i < scores.length; i++) {
            byLabels.computeIfAbsent(key(labels.labels()[i], at), _ -> new ArrayList<>())
                    .add(i);
        }
        double median = calibration.median();
        List<double[]> groups = byLabels.values().stream()
                .map(rows -> rows.stream().mapToDouble(i -> scores[i]).toArray())
                .toList();
        double weight = rowsOfAll(groups, median);
        double[] moved = scores.clone();
        Map<List<Double>, Function<Calibration, Group>> beside = new HashMap<>();
        byLabels.forEach((group, rows) -> {
            double[] some = rows.stream().mapToDouble(i -> scores[i]).toArray();
            for (int k = 0; k < some.length; k++) {
                moved[rows.get(k)] += shift(some, k, median, weight);
            }
            double shift = shift(some, some.length, median, weight);
            Calibration own = calibration.with(some).shifted(shift);
            beside.put(group, all -> new Group(shift, own, all));
        });
        Calibration all = calibration.with(moved);
        Map<List<Double>, Group> known = new HashMap<>();
        beside.forEach((group, of) -> known.put(group, of.apply(all)));
        return new Groups(columns, Map.copyOf(known), new Group(0, all, all));
    }

    /** A calibration that groups rows by columns of labels; an IllegalArgumentException says if it cannot. */
    static Calibration grouped(Calibration calibration, List<Scorer.JudgedColumn> columns, List<String> names) {
        List<String> labelled = Arrays.stream(calibration.labels().columns())
                .mapToObj(j -> columns.get(j).name())
                .toList();
        for (String name : names) {
            if (!labelled.contains(name)) {
                throw new IllegalArgumentException("alarm: rows are compared by columns of labels, which are "
                        + labelled
                        + ", but not by \"" + name + "\""
                        + (labelled.isEmpty() ? "; calibrate again by rows with labels" : "; name one of them"));
            }
        }
        List<String> all = columns.stream().map(Scorer.JudgedColumn::name).toList();
        return calibration.grouped(names.stream().mapToInt(all::indexOf).toArray());
    }

    private static List<Double> key(double[] row, int[] columns) {
        return IntStream.of(columns).mapToObj(j -> row[j]).toList();
    }

    /** κ of groups of scores, each ascending; infinite if they differ no more than by chance. */
    private static double rowsOfAll(List<double[]> groups, double median) {
        double[] within = groups.stream()
                .filter(g -> g.length > 1)
                .flatMapToDouble(g -> IntStream.range(0, g.length).mapToDouble(k -> Math.abs(g[k] - median(g, k))))
                .toArray();
        double[] between = groups.stream()
                .flatMapToDouble(g -> Arrays.stream(g).map(_ -> Math.abs(median(g, g.length) - median)))
                .filter(Double::isFinite)
                .toArray();
        double sigma = OF_MEDIAN * Sorted.of(within).lower(HALF);
        double tau = Math.sqrt(Math.PI / 2) * Arrays.stream(between).average().orElse(0);
        double ofMedian = Math.PI / 2 * sigma * sigma;
        double variance = tau * tau - ofMedian * groups.size() / Math.max(1, between.length);
        return variance > 0 ? ofMedian / variance : Double.POSITIVE_INFINITY;
    }

    /**
     * n/(n + κ)·(m − m') of a group without one of its scores.
     *
     * @param sorted the scores, ascending
     * @param left the index of the one that is left out; their number for none
     */
    private static double shift(double[] sorted, int left, double median, double weight) {
        int n = left < sorted.length ? sorted.length - 1 : sorted.length;
        double shift = n == 0 ? 0 : n / (n + weight) * (median - median(sorted, left));
        return Double.isFinite(shift) ? shift : 0;
    }

    /** The median of scores without one of them. */
    private static double median(double[] sorted, int left) {
        int n = left < sorted.length ? sorted.length - 1 : sorted.length;
        int low = (n - 1) / 2;
        int high = n / 2;
        return (sorted[low < left ? low : low + 1] + sorted[high < left ? high : high + 1]) / 2;
    }

    /** The group of a row [d]; all rows for labels that the calibration does not have. */
    Group of(double[] row) {
        return known.getOrDefault(key(row, columns), other);
    }
}
