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
                cells.add(
                        c.isModelled()
                                ? schema.text(c, c.drawn(rows.get(i, j++)))
                                : String.valueOf(c.decode(Double.NaN)));
            }
            csv.write(cells);
        }
        csv.flush();
    }
}
