package io.github.vflow.cli.format;

import io.github.vflow.flow.data.Rows;
import java.util.List;

/**
 * Rows whose columns have names.
 *
 * @param columns the names, all different
 * @param rows [n, columns]
 */
public record Table(List<String> columns, Rows rows) {
    /** Checks that names and columns fit. */
    public Table {
        columns = List.copyOf(columns);
        if (columns.size() != rows.features()) {
            throw new IllegalArgumentException(
                    "Table: expected " + rows.features() + " names but got " + columns + "; name every column once");
        }
    }
}
