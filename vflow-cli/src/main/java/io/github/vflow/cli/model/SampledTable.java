package io.github.vflow.cli.model;

import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

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
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(columns.size());
            int j = 0;
            for (Column c : columns) {
                cells.add(c.isModelled() ? text(c, rows, i, j++) : String.valueOf(c.decode(Double.NaN)));
            }
            csv.write(cells);
        }
        csv.flush();
    }

    private static String text(Column c, Rows rows, int i, int j) {
        return switch (c) {
            case Column.Real _, Column.HeavyTailed _ -> CsvOutput.plain(rows.text(i, j));
            default -> text(c, rows.get(i, j));
        };
    }

    /** The text of the value for which a number stands; empty if it is missing. */
    public static String text(Column c, double number) {
        Object value = c.decode(c.drawn(number));
        return switch (value) {
            case null -> "";
            case Double real -> CsvOutput.plain(Float.toString(real.floatValue()));
            default -> value.toString();
        };
    }
}
