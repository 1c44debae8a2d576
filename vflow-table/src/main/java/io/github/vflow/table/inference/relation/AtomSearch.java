package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.inference.ColumnValues;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the atoms of columns: numbers that repeat, such as 0 in a column of amounts, or a default. A number is one if it is in at least a tenth of
 * the rows and {@value #TIMES} times as often as the third most frequent number, and there are at least {@value #OTHERS} others. So the mode of
 * numbers on a grid is none, and beside an atom another number may repeat.
 */
public final class AtomSearch {
    private static final double SHARE = 0.1;
    private static final int TIMES = 8;
    private static final int OTHERS = 20;

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
            boolean isNumber =
                    c instanceof Column.Real || (c instanceof Column.Whole && !Column.Whole.areFew(rows.known(j)));
            if (isNumber && !kept.contains(c.name()) && !made.contains(c.name())) {
                ColumnValues values = ColumnValues.of(rows, j);
                if (hasAtom(values)) {
                    found.put(c.name(), values.usual());
                }
            }
        }
        return found;
    }

    private static boolean hasAtom(ColumnValues values) {
        return values.distinct() > OTHERS
                && values.usualCount() >= SHARE * values.sorted().length
                && values.usualCount() >= TIMES * third(values.sorted());
    }

    /** The number of cells with the third most frequent value. */
    private static int third(double[] sorted) {
        int[] most = new int[3];
        for (int begin = 0; begin < sorted.length; ) {
            int end = begin + 1;
            while (end < sorted.length && sorted[end] == sorted[begin]) {
                end++;
            }
            most[0] = Math.max(most[0], end - begin);
            Arrays.sort(most);
            begin = end;
        }
        return most[0];
    }
}
