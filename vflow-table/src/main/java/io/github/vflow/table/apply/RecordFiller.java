package io.github.vflow.table.apply;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Fills the missing cells of records: by relations, else by the model. Immutable and safe for any number of threads.
 *
 * @param model that knows missing cells
 * @param records the reader of the records, which knows their columns
 */
public record RecordFiller(TableModel model, RecordReader records) {
    /**
     * A cell that was missing.
     *
     * @param place among the cells of a record
     * @param column of the schema
     * @param number its value; NaN if the model does not know it
     */
    public record Filled(int place, Column column, double number) {
        /** Whether the cell stays missing. */
        public boolean isUnknown() {
            return Double.isNaN(number);
        }
    }

    /**
     * The missing cells of copies of a record, with their values.
     *
     * @param copies the number of copies
     * @param draw the rows of the copies, by the row with its gaps; it is asked only if the relations leave a gap
     * @return for each copy its filled cells; none if the record has no gap, or cannot be scored
     */
    public List<List<Filled>> fill(RecordReader.Entry entry, int copies, Function<double[], double[][]> draw) {
        int[] gaps = entry.isScorable() ? gaps(entry) : new int[0];
        boolean isDrawn = gaps.length > 0 && Arrays.stream(entry.row()).anyMatch(Double::isNaN);
        double[][] rows = isDrawn ? draw.apply(entry.row()) : new double[0][];
        return IntStream.range(0, copies)
                .mapToObj(c ->
                        gaps.length == 0 ? List.<Filled>of() : filled(entry, gaps, isDrawn ? rows[c] : entry.row()))
                .toList();
    }

    private List<Filled> filled(RecordReader.Entry entry, int[] gaps, double[] row) {
        Schema schema = model.schema();
        double[] record = Relations.of(schema).filled(entry.read(), row);
        return IntStream.of(gaps)
                .mapToObj(i -> {
                    Column column = schema.columns().get(i);
                    return new Filled(records.place(column.name()), column, record[i]);
                })
                .toList();
    }

    /** The texts of cells that stand for no number, and stay as they are, since they are not empty and nobody named the text as missing. */
    public List<String> kept(RecordReader.Entry entry) {
        return entry.isScorable()
                ? unread(entry)
                        .mapToObj(i -> written(entry, i))
                        .filter(text -> !text.isEmpty())
                        .toList()
                : List.of();
    }

    /** The columns whose cells are empty or named as missing; another text stays, whatever it stands for. */
    private int[] gaps(RecordReader.Entry entry) {
        return unread(entry).filter(i -> written(entry, i).isEmpty()).toArray();
    }

    private String written(RecordReader.Entry entry, int column) {
        return records.written(
                entry, records.place(model.schema().columns().get(column).name()));
    }

    private IntStream unread(RecordReader.Entry entry) {
        List<Column> columns = model.schema().columns();
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).values().isModelled())
                .filter(i -> records.place(columns.get(i).name()) >= 0 && Double.isNaN(entry.read()[i]))
                .filter(i -> entry.breaches().stream()
                        .noneMatch(b -> b.column().equals(columns.get(i).name())));
    }
}
