package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.inference.ColumnValues;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the atoms of columns: numbers that repeat, such as 0 in a column of amounts, or a default. A number is one if it is in at least a tenth of
 * the rows and {@value #TIMES} times as often as the mean of the others, of which there are at least {@value #OTHERS} different ones. So a coarse
 * grid of numbers has none.
 */
public final class AtomSearch {
    private static final double SHARE = 0.1;
    private static final double TIMES = 5;
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
        int known = values.sorted().length;
        long others = values.distinct() - 1;
        return others >= OTHERS
                && values.usualCount() >= SHARE * known
                && values.usualCount() >= TIMES * (known - values.usualCount()) / others;
    }
}
