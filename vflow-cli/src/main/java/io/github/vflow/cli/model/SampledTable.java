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
    /** Writes the table as CSV, with all columns of a file but the ignored ones. */
    public void write(OutputStream out) throws IOException {
        Set<String> made = schema.made();
        List<Column> columns = schema.written().stream()
                .filter(c -> !(c instanceof Column.Ignored))
                .toList();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.write(columns.stream().map(Column::name).toList());
        Relations relations = Relations.of(schema);
        for (int i = 0; i < rows.size(); i++) {
            double[] record = relations.record(drawn(schema, relations, rows.copyRow(i)));
            List<String> cells = new ArrayList<>(columns.size());
            for (int k = 0; k < record.length; k++) {
                Column c = schema.columns().get(k);
                if (!(c instanceof Column.Ignored) && !made.contains(c.name())) {
                    cells.add(schema.text(c, record[k]));
                }
            }
            csv.write(cells);
        }
        csv.flush();
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
}
