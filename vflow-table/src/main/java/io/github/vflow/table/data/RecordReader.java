package io.github.vflow.table.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.inference.WrittenNumbers;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a source block by block, in memory that does not grow with their number: the cells as they stand, and the row of
 * numbers under a schema. {@code apply.RecordScorer} opens readers for a model.
 *
 * <p>Mutable and not thread-safe.
 */
public final class RecordReader implements AutoCloseable {
    /** The most records of a block. */
    public static final int BLOCK = 4_096;

    private final TableSource source;
    private final Schema schema;
    private final TableSource.Cursor cursor;
    private final List<Finding> names;
    private final List<String> columns;
    private final int[] from;
    private final RecordEncoder encoder;
    private final ReadOptions options;
    private long faults;

    private RecordReader(
            TableSource source, Schema schema, TableSource.Cursor cursor, ReadOptions options, boolean complete)
            throws IOException {
        this.source = source;
        this.cursor = cursor;
        this.options = options;
        this.names = new ArrayList<>(cursor.findings());
        this.columns = new ArrayList<>(ColumnNames.of(cursor.columns(), names));
        this.from = TableReader.places(source, schema, cursor, new ArrayList<>());
        this.schema = WrittenNumbers.in(source, cursor, schema, from, options);
        this.encoder = RecordEncoder.ofNew(this.schema, from, columns.size(), options, complete);
        for (int i = 0; i < from.length && !cursor.isNamed(); i++) {
            if (from[i] >= 0) {
                columns.set(from[i], schema.names().get(i));
            }
        }
    }

    /**
     * A record of the source.
     *
     * @param line where it begins, or its number, counted from 1
     * @param cells all its cells as the source has them: texts, numbers, truth values; null is a missing cell
     * @param read [columns of the schema] its numbers as they stand, where a missing cell, a label that the schema does not know and a column that
     *     is constant or ignored are NaN
     * @param row [modelled columns], where a missing cell that no relation gives and a label that the schema does not know are NaN
     * @param breaches the cells that contradict all training rows: labels that the schema does not know, broken relations
     * @param fault why it is not a row of the schema; empty if it is one
     */
    public record Entry(
            long line,
            List<@Nullable Object> cells,
            double[] read,
            double[] row,
            List<Verdict.Reason.Breach> breaches,
            String fault) {
        /** Whether a model of the schema can score the row. */
        public boolean isScorable() {
            return fault.isEmpty();
        }

        /** The cells as texts; a missing one is empty. */
        public List<String> texts() {
            return cells.stream()
                    .map(cell -> cell == null ? "" : cell.toString())
                    .toList();
        }

        /** The row as an alarm judges it. */
        public Alarm.Observed observed() {
            return new Alarm.Observed(row, breaches);
        }
    }

    /**
     * Opens a source, whose columns may stand in any order among others; without names they count by position.
     *
     * @throws FileFormatException if a column of the schema is missing
     * @throws IOException if the source cannot be read
     */
    public static RecordReader open(TableSource source, Schema schema, ReadOptions options) throws IOException {
        return open(source, schema, options, false);
    }

    /**
     * Opens a source as {@link #open(TableSource, Schema, ReadOptions)} does.
     *
     * @param complete whether a record with a missing cell has a fault
     * @throws FileFormatException if a column of the schema is missing
     * @throws IOException if the source cannot be read
     */
    public static RecordReader open(TableSource source, Schema schema, ReadOptions options, boolean complete)
            throws IOException {
        TableSource.Cursor cursor = source.open();
        try {
            return new RecordReader(source, schema, cursor, options, complete);
        } catch (IOException | RuntimeException e) {
            cursor.close();
            throw e;
        }
    }

    /** The schema, with the numbers in the notation of the source. */
    public Schema schema() {
        return schema;
    }

    /** The names of all columns, all different; from the schema if the source has none. */
    public List<String> columns() {
        return Collections.unmodifiableList(columns);
    }

    /**
     * The place of a column of the schema among the cells of a record; −1 if the source does not have it.
     *
     * @throws IllegalArgumentException if the schema has no such column
     */
    public int place(String column) {
        return from[schema.index(column)];
    }

    /**
     * The next records, at most {@link #BLOCK}; none at the end.
     *
     * @throws FileFormatException if the source is damaged from there on
     * @throws IOException if it cannot be read
     */
    public List<Entry> next() throws IOException {
        List<Entry> block = new ArrayList<>();
        int width = schema.modelled().columns().size();
        while (block.size() < BLOCK && cursor.next()) {
            double[] row = new double[width];
            Arrays.fill(row, Double.NaN);
            double[] read = new double[from.length];
            RecordEncoder.Encoded encoded = encoder.encode(cursor, read, row, 0);
            List<@Nullable Object> cells = new ArrayList<>(cursor.width());
            for (int j = 0; j < cursor.width(); j++) {
                cells.add(cursor.cell(j));
            }
            faults += encoded.fault().isEmpty() ? 0 : 1;
            block.add(new Entry(
                    cursor.line(),
                    Collections.unmodifiableList(cells),
                    read,
                    row,
                    encoded.breaches(),
                    encoded.fault()));
        }
        return block;
    }

    /**
     * All records from here on that have no fault, and no number beyond float32, as a table.
     *
     * @throws FileFormatException if there is none
     * @throws IOException if the source cannot be read
     */
    public Table rest() throws IOException {
        List<double[]> rows = new ArrayList<>();
        for (List<Entry> block = next(); !block.isEmpty(); block = next()) {
            block.stream()
                    .filter(Entry::isScorable)
                    .map(Entry::row)
                    .filter(row -> Arrays.stream(row).allMatch(x -> Double.isNaN(x) || Float.isFinite((float) x)))
                    .forEach(rows::add);
        }
        if (rows.isEmpty()) {
            throw new FileFormatException(source.name() + ": there is no row that the model can score; give some rows");
        }
        int width = rows.getFirst().length;
        double[] numbers = new double[Math.multiplyExact(rows.size(), width)];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, numbers, i * width, width);
        }
        return new Table(schema, Rows.withGaps(numbers, width));
    }

    /** The text of a cell that is neither empty nor named as missing by the user; empty for others. */
    public String written(Entry entry, int place) {
        Object cell = place < entry.cells.size() ? entry.cells.get(place) : null;
        String text = cell == null || (cell instanceof Number n && Double.isNaN(n.doubleValue()))
                ? ""
                : cell.toString().strip();
        return options.namesMissing() && options.missing().contains(text) ? "" : text;
    }

    /** The number of records so far. */
    public long records() {
        return encoder.rows();
    }

    /** The number of records with a fault so far. */
    public long faults() {
        return faults;
    }

    /** The findings so far: cells and records that are not of the schema, labels that it does not know, missing cells. */
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
