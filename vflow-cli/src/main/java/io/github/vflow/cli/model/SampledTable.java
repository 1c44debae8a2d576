package io.github.vflow.cli.model;

import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Rows that a model drew, as a table like the one it was trained on.
 *
 * @param schema its columns
 * @param rows a number for each that is modelled; whole numbers and categories may have a fraction, which does not count
 */
public record SampledTable(Schema schema, Rows rows) {
    /** Writes the table as CSV, with all columns but the ignored ones. */
    public void write(OutputStream out) throws IOException {
        List<Column> columns = schema.columns().stream()
                .filter(c -> !(c instanceof Column.Ignored))
                .toList();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.write(columns.stream().map(Column::name).toList());
        Relations relations = Relations.of(schema);
        Set<String> rounded = relations.rounded();
        for (int i = 0; i < rows.size(); i++) {
            double[] record = relations.record(drawn(schema, relations, rows.copyRow(i)));
            List<String> cells = new ArrayList<>(columns.size());
            int j = 0;
            for (int k = 0; k < record.length; k++) {
                Column c = schema.columns().get(k);
                if (!(c instanceof Column.Ignored)) {
                    cells.add(
                            isAsDrawn(c) && !rounded.contains(c.name())
                                    ? CsvOutput.plain(rows.text(i, j))
                                    : text(c, record[k], rounded));
                }
                j += c.isModelled() ? 1 : 0;
            }
            csv.write(cells);
        }
        csv.flush();
    }

    private static boolean isAsDrawn(Column c) {
        return c instanceof Column.Real || c instanceof Column.HeavyTailed;
    }

    /** The values of a row that a model drew: whole numbers are whole, and numbers with relations have the digits of the table. */
    public static double[] drawn(Schema schema, Relations relations, double[] row) {
        List<Column> modelled = schema.modelled().columns();
        double[] values = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            values[j] = modelled.get(j).drawn(row[j]);
        }
        relations.round(values);
        return values;
    }

    /**
     * The text of the value for which a number stands; empty if it is missing.
     *
     * @param rounded the names of the columns whose numbers have the digits of the table; of others, float32 has drawn no more than its own
     */
    public static String text(Column c, double number, Set<String> rounded) {
        Object value = c.decode(number);
        return switch (value) {
            case null -> "";
            case Double real ->
                CsvOutput.plain(rounded.contains(c.name()) ? real.toString() : Float.toString(real.floatValue()));
            default -> value.toString();
        };
    }
}
