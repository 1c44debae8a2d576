package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.inference.ColumnValues;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the atoms of columns: numbers that repeat, such as 0 in a column of amounts, or a default. A number is one if it is in at least a tenth of
 * the rows, beside more than {@value KindDefaults#ATOM_OTHERS} different numbers, and {@value KindDefaults#ATOM_TIMES} times as frequent as the third
 * most frequent one. A factor of {@value KindDefaults#ATOM_FEWER_TIMES} suffices if it is also {@value KindDefaults#ATOM_TIMES} times as frequent as
 * the mean of its {@value KindDefaults#ATOM_NEIGHBOURS} neighbours on each side, such as 0 among round amounts. So the mode of numbers on a grid is
 * none, and beside an atom another number may repeat.
 */
public final class AtomSearch {
    private AtomSearch() {}

    /**
     * The atoms of the modelled columns, by name.
     *
     * @param kept columns that are as the user wants them
     */
    public static Map<String, Double> of(Schema schema, Rows rows, Set<String> kept) {
        Map<String, Double> found = new HashMap<>();
        Set<String> made = schema.made();
        List<Column> columns = schema.modelled().columns();
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            if (!kept.contains(c.name()) && !made.contains(c.name()) && c.mayHaveAtom(rows, j)) {
                ColumnValues values = ColumnValues.of(rows, j);
                if (hasAtom(values)) {
                    found.put(c.name(), values.usual());
                }
            }
        }
        return found;
    }

    private static boolean hasAtom(ColumnValues values) {
        int count = values.usualCount();
        if (values.distinct() <= KindDefaults.ATOM_OTHERS
                || count < KindDefaults.ATOM_SHARE * values.sorted().size()) {
            return false;
        }
        int[] counts = counts(values);
        int third = third(counts);
        return count >= KindDefaults.ATOM_TIMES * third
                || (count >= KindDefaults.ATOM_FEWER_TIMES * third
                        && count >= KindDefaults.ATOM_TIMES * meanOfNext(counts, count));
    }

    /** The number of cells of each distinct number, in the order of the numbers. */
    private static int[] counts(ColumnValues values) {
        Sorted sorted = values.sorted();
        int[] counts = new int[Math.toIntExact(values.distinct())];
        int number = 0;
        for (int i = 0; i < sorted.size(); i++) {
            number += i > 0 && sorted.get(i) != sorted.get(i - 1) ? 1 : 0;
            counts[number]++;
        }
        return counts;
    }

    private static int third(int[] counts) {
        int[] sorted = counts.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 3];
    }

    /** The mean count of the {@value KindDefaults#ATOM_NEIGHBOURS} next numbers on either side of the first that has this count. */
    private static double meanOfNext(int[] counts, int count) {
        int usual = 0;
        while (counts[usual] != count) {
            usual++;
        }
        int middle = usual;
        return IntStream.rangeClosed(
                        Math.max(0, usual - KindDefaults.ATOM_NEIGHBOURS),
                        Math.min(counts.length - 1, usual + KindDefaults.ATOM_NEIGHBOURS))
                .filter(i -> i != middle)
                .mapToLong(i -> counts[i])
                .average()
                .orElseThrow();
    }
}
