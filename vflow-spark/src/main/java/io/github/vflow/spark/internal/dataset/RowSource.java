package io.github.vflow.spark.internal.dataset;

import io.github.vflow.table.source.TableSource;
import java.util.function.Supplier;

/**
 * The rows of a Dataset as a source of a table.
 *
 * @param passes begins a pass over the rows
 */
public record RowSource(Supplier<TableSource.Cursor> passes) implements TableSource {
    @Override
    public String name() {
        return "the Dataset";
    }

    @Override
    public TableSource.Cursor open() {
        return passes.get();
    }
}
