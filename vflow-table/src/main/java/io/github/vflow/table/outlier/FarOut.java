package io.github.vflow.table.outlier;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.inference.FarNumbers;
import io.github.vflow.table.schema.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Removes gross outliers before training, so that they do not set the scale. A number is far out if it is more than ten interquartile ranges from the
 * median of its column; of a normal distribution, no number is.
 */
public final class FarOut {
    private FarOut() {}

    /**
     * The table to learn from: without rows far out in a column with few such rows, and with an arcsinh scale for columns with many. The rows that
     * are left out are scored all the same.
     */
    public static Table without(Table table) {
        Table scaled = table;
        List<Column> columns = table.schema().modelled().columns();
        boolean[] isLeftOut = new boolean[table.size()];
        for (int j = 0; j < columns.size(); j++) {
            Column heavy = columns.get(j).withHeavyTails();
            if (!heavy.equals(columns.get(j))) {
                int[] rows = FarNumbers.rows(table.rows(), j, columns.get(j).atoms(), OddRowDefaults.FAR_RANGES);
                if (rows.length > OddRowDefaults.FEW_FAR * table.size()) {
                    scaled = scaled.with(heavy);
                } else {
                    Arrays.stream(rows).forEach(i -> isLeftOut[i] = true);
                }
            }
        }
        return scaled.select(
                IntStream.range(0, isLeftOut.length).filter(i -> !isLeftOut[i]).toArray());
    }
}
