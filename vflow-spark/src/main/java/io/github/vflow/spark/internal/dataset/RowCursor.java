package io.github.vflow.spark.internal.dataset;

import io.github.vflow.table.source.TableSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A pass over the rows of a partition, or of a Dataset. */
public final class RowCursor implements TableSource.Cursor {
    private final Iterator<Row> rest;
    private final Cells cells;
    private final boolean keeps;
    private final List<Row> kept = new ArrayList<>();
    private @Nullable Row row;
    private long number;

    /**
     * A pass.
     *
     * @param keeps whether {@link #takeRows} is called now and then
     */
    public RowCursor(Iterator<Row> rest, Cells cells, boolean keeps) {
        this.rest = rest;
        this.cells = cells;
        this.keeps = keeps;
    }

    @Override
    public List<String> columns() {
        return cells.names();
    }

    @Override
    public boolean isNamed() {
        return cells.isNamed();
    }

    @Override
    public boolean next() {
        if (!rest.hasNext()) {
            return false;
        }
        row = rest.next();
        number++;
        if (keeps) {
            kept.add(row);
        }
        return true;
    }

    /** The rows since the last call. */
    public List<Row> takeRows() {
        List<Row> taken = List.copyOf(kept);
        kept.clear();
        return taken;
    }

    @Override
    public long line() {
        return number;
    }

    @Override
    public @Nullable Object cell(int column) {
        return cells.cell(Objects.requireNonNull(row, "next() must come first"), column);
    }

    @Override
    public void close() {}
}
