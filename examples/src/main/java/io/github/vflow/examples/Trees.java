package io.github.vflow.examples;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads a CSV file, fills a gap, asks for a conditional density, watches for drift and writes a report. */
public final class Trees {
    private Trees() {}

    /** Runs the example; the argument is the file, {@code examples/trees.csv} by default. */
    public static void main(String[] args) throws IOException {
        run(
                System.out,
                Path.of(args.length > 0 ? args[0] : "examples/trees.csv"),
                Recipe.standard(),
                Path.of("trees.html"));
    }

    /** Answers the median height of an oak with 61 rings, in metres. */
    static double run(PrintStream out, Path csv, Recipe recipe, Path page) throws IOException {
        Table table = Table.read(csv);
        out.println(table.schema());
        TableModel model = TableModel.fit(table, recipe);

        // fill a gap: null is a missing cell
        Map<String, Object> oak = new HashMap<>(Map.of("species", "oak", "rings", 61, "country", "GB"));
        oak.put("height", null);
        int cell = model.columns().indexOf("height");
        Imputation height = model.impute(model.row(oak), 500, 1).column(cell);
        double median = height.quantile(0.5)[0];
        out.printf(
                "height of the oak: %.1f m, 90 %% from %.1f to %.1f%n",
                median, height.quantile(0.05)[0], height.quantile(0.95)[0]);

        // condition by names; the columns in neither map are integrated out
        out.println("ln p(height 15 | oak) is "
                + model.conditional(Map.of("height", 15.0), Map.of("species", "oak"))
                        .logProb());

        // watch a stream: at most one false alarm in a million rows
        DriftMonitor monitor = model.driftMonitor(1);
        for (double[] row : model.sample(1_000, 7)) {
            row[cell] += 5;
            monitor.add(row, model.logProb(row));
        }
        out.println(monitor.report());

        Report.of(model, table).named("trees", csv.toString()).write(page);
        out.println("wrote " + page);
        return median;
    }
}
