package io.github.vflow.cli.model;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.text.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Rows that a model drew, as a table like the one it was trained on.
 *
 * @param model which drew them
 * @param rows a number for each modelled column; whole numbers and categories may have a fraction, which does not count
 * @param gaps the share of the cells of each modelled column that are left empty, at random
 * @param seed of the gaps
 */
public record SampledTable(TableModel model, Rows rows, Map<String, Double> gaps, long seed) {
    /** The shares of the gaps of the training rows. */
    public static Map<String, Double> gaps(Baseline training, Schema schema) {
        Map<String, Double> shares = new HashMap<>();
        schema.modelled().names().forEach(name -> shares.put(name, training.missing(name)));
        schema.parted()
                .forEach(p -> shares.put(
                        p.column(), training.missing(p.parts().getFirst().name())));
        return shares;
    }

    /** Writes the table as CSV, with all columns of a file but the ignored ones. */
    public void write(OutputStream out) throws IOException {
        Schema schema = model.schema();
        Set<String> made = schema.made();
        List<Column> columns = schema.written().stream().filter(Column::isRead).toList();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.write(columns.stream().map(Column::name).toList());
        Relations relations = Relations.of(schema);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < rows.size(); i++) {
            double[] record = relations.record(model.drawn(rows.copyRow(i)));
            List<String> cells = new ArrayList<>(columns.size());
            for (int k = 0; k < record.length; k++) {
                Column c = schema.columns().get(k);
                if (c.isRead() && !made.contains(c.name())) {
                    double share = gaps.getOrDefault(c.name(), 0.0);
                    cells.add(share > 0 && random.nextDouble() < share ? "" : schema.text(c, record[k]));
                }
            }
            csv.write(cells);
        }
        csv.flush();
    }
}
