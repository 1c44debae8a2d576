package io.github.vflow.cli.format;

import io.github.vflow.flow.data.Rows;
import java.util.List;

/**
 * Rows with named columns.
 *
 * @param columns the names, all different
 * @param rows [n, columns]
 */
public record Table(List<String> columns, Rows rows) {
    /** Checks that there is a different name for each column. */
    public Table {
        columns = List.copyOf(columns);
        if (columns.size() != rows.features()) {
            throw new IllegalArgumentException(
                    "Table: expected " + rows.features() + " names but got " + columns + "; name every column once");
        }
    }
}
