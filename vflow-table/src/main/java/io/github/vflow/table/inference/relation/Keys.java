package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds numbers that are keys, such as of shops: all rows of a key have one value of another column, such as the town, and in the order of the
 * keys this value changes about as often as in any order, so that no smooth law holds.
 */
final class Keys {
    private final List<Column> columns;
    private final Rows rows;
    private final Map<Integer, List<Double>> repeated;

    /**
     * Looks at columns.
     *
     * @param repeated the numbers of the columns whose numbers repeat often, by their places
     */
    Keys(List<Column> columns, Rows rows, Map<Integer, List<Double>> repeated) {
        this.columns = columns;
        this.rows = rows;
        this.repeated = repeated;
    }

    /** The places of the keys, and of the numbers that they determine and that repeat as often. */
    Set<Integer> find() {
        Set<Integer> found = new TreeSet<>();
        for (int key : repeated.keySet()) {
            for (int j = 0; j < columns.size(); j++) {
                boolean repeats = repeated.containsKey(j);
                if (j != key && (repeats || columns.get(j).isCategory()) && isKey(key, j)) {
                    found.add(key);
                    if (repeats) {
                        found.add(j);
                    }
                }
            }
        }
        return found;
    }

    private boolean isKey(int key, int column) {
        SortedMap<Double, Double> valueOf = new TreeMap<>();
        Map<Double, Integer> counts = new HashMap<>();
        int n = 0;
        for (int i = 0; i < rows.size(); i++) {
            double number = rows.get(i, key) + 0.0;
            double value = rows.get(i, column) + 0.0;
            if (Double.isNaN(number + value)) {
                continue;
            }
            Double before = valueOf.putIfAbsent(number, value);
            if (before != null && before != value) {
                return false;
            }
            counts.merge(value, 1, Integer::sum);
            n++;
        }
        // the rows that would break the rule if the columns were independent
        double broken = n * differing(counts, n) - valueOf.size();
        return broken >= Math.max(RelationDefaults.ENOUGH_VARIED, RelationDefaults.PART_VARIED * n)
                && areUnordered(new ArrayList<>(valueOf.values()));
    }

    private static boolean areUnordered(List<Double> values) {
        Map<Double, Integer> counts = new HashMap<>();
        values.forEach(v -> counts.merge(v, 1, Integer::sum));
        long changes = IntStream.range(1, values.size())
                .filter(k -> !values.get(k).equals(values.get(k - 1)))
                .count();
        return changes >= KindDefaults.CHANGES_OF_KEY * values.size() * differing(counts, values.size());
    }

    /** The probability that two of n values differ. */
    private static double differing(Map<Double, Integer> counts, double n) {
        return 1 - counts.values().stream().mapToDouble(k -> (k / n) * (k / n)).sum();
    }
}
