package io.github.vflow.table.data;

import io.github.vflow.table.inference.ColumnNames;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableCursor;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Reason;
import io.github.vflow.table.verdict.RowModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the records of a source block by block for a model, in memory that does not grow with their number: the text of every cell as it
 * stands, and the row that the model scores.
 *
 * <pre>  try (RecordReader reader = RecordReader.open(source, model.schema(), ReadOptions.standard())) {
 *     for (List&lt;RecordReader.Entry&gt; block = reader.next(); !block.isEmpty(); block = reader.next()) { … }
 *   }</pre>
 *
 * Mutable and not thread-safe.
 */
public final class RecordReader implements AutoCloseable {
    /** So many records are scored at once. */
    public static final int BLOCK = 4_096;

    private final TableCursor cursor;
    private final RecordEncoder encoder;
    private final List<String> columns;
    private final List<Finding> names;
    private final Schema schema;
    private final int[] from;
    private final ReadOptions options;

    private RecordReader(
            TableCursor cursor,
            RecordEncoder encoder,
            List<String> columns,
            List<Finding> names,
            Schema schema,
            int[] from,
            ReadOptions options) {
        this.cursor = cursor;
        this.encoder = encoder;
        this.columns = columns;
        this.names = names;
        this.schema = schema;
        this.from = from;
        this.options = options;
    }

    /**
     * A record of the source.
     *
     * @param line where it begins, or its number, counted from 1
     * @param cells the texts of all its cells
     * @param row [modelled columns], where a missing cell and a label that the model does not know are NaN
     * @param fault why the model cannot score it; empty if it can
     */
    public record Entry(long line, List<String> cells, double[] row, String fault) {
        /** Whether the model can score the row. */
        public boolean isScorable() {
            return fault.isEmpty();
        }
    }

    /**
     * Opens a source, whose columns may stand in any order among others; without names they count by position.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if a column of the model is missing
     * @throws IOException if the source cannot be read
     */
    public static RecordReader open(TableSource source, Schema schema, ReadOptions options) throws IOException {
        TableCursor cursor = source.open();
        try {
            List<Finding> names = new ArrayList<>(cursor.findings());
            List<String> columns = ColumnNames.of(cursor.columns(), names);
            int[] from = TableReader.places(source, schema, cursor, new ArrayList<>());
            RecordEncoder encoder = new RecordEncoder(schema, from, columns.size(), options);
            return new RecordReader(cursor, encoder, columns, names, schema, from, options);
        } catch (IOException | RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    /** The names of all columns of the source, all different. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The place of a column of the schema among the cells of a record; −1 if the source does not have it.
     *
     * @throws IllegalArgumentException if the schema has no such column
     */
    public int place(String column) {
        return from[schema.index(column)];
    }

    /** Whether the names are those of the source, else made up. */
    public boolean isNamed() {
        return cursor.isNamed();
    }

    /**
     * The next records, at most {@link #BLOCK}; none at the end.
     *
     * @throws io.github.vflow.nn.io.FileFormatException if the source is damaged from there on
     * @throws IOException if it cannot be read
     */
    public List<Entry> next() throws IOException {
        List<Entry> block = new ArrayList<>();
        int width = schema.modelled().columns().size();
        while (block.size() < BLOCK && cursor.next()) {
            double[] row = new double[width];
            Arrays.fill(row, Double.NaN);
            String fault = encoder.encode(cursor, row, 0);
            List<String> cells = new ArrayList<>(cursor.width());
            for (int j = 0; j < cursor.width(); j++) {
                cells.add(cursor.text(j));
            }
            block.add(new Entry(cursor.line(), List.copyOf(cells), row, fault));
        }
        return List.copyOf(block);
    }

    /** A record with the labels that the model does not know, whose cells count as missing. */
    public RowModel.Observed observed(Entry entry) {
        List<Column> modelled = schema.modelled().columns();
        List<Reason.UnseenCategory> unseen = new ArrayList<>();
        for (int j = 0; j < modelled.size(); j++) {
            int at = place(modelled.get(j).name());
            if (modelled.get(j) instanceof Column.Category
                    && Double.isNaN(entry.row()[j])
                    && at >= 0
                    && !options.isMissing(entry.cells().get(at))) {
                unseen.add(new Reason.UnseenCategory(
                        modelled.get(j).name(), entry.cells().get(at).strip()));
            }
        }
        return new RowModel.Observed(entry.row(), unseen);
    }

    /** The number of records so far. */
    public long records() {
        return encoder.rows();
    }

    /** What was found so far: cells and records that the model cannot score, labels that it does not know, missing cells. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(names);
        all.addAll(encoder.findings());
        return all;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
