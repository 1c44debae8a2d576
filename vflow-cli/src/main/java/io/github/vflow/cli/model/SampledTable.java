package io.github.vflow.cli.model;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.text.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Rows that a model drew, as a table like the one it was trained on.
 *
 * @param model which drew them
 * @param rows a number for each modelled column; whole numbers and categories may have a fraction, which does not count
 * @param gaps what empties cells of a row
 */
public record SampledTable(TableModel model, Rows rows, UnaryOperator<double[]> gaps) {
    /** Writes the table as CSV, with all columns of a file but the ignored ones. */
    public void write(OutputStream out) throws IOException {
        Schema schema = model.schema();
        Set<String> made = schema.made();
        List<Column> columns = schema.written().stream().filter(Column::isRead).toList();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.write(columns.stream().map(Column::name).toList());
        Relations relations = Relations.of(schema);
        for (int i = 0; i < rows.size(); i++) {
            double[] drawn = model.drawn(rows.copyRow(i));
            double[] record = relations.withGaps(relations.record(drawn), gaps.apply(drawn));
            List<String> cells = new ArrayList<>(columns.size());
            for (int k = 0; k < record.length; k++) {
                Column c = schema.columns().get(k);
                if (c.isRead() && !made.contains(c.name())) {
                    cells.add(schema.text(c, record[k]));
                }
            }
            csv.write(cells);
        }
        csv.flush();
    }
}
