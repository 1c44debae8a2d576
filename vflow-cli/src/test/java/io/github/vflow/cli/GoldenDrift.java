package io.github.vflow.cli;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.DriftMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** The state of a monitor that goes on with more rows. */
record GoldenDrift() implements Golden {
    private static final String STATE = "state.json";
    private static final double RATE = 100;
    private static final int SEEN = 200;

    @Override
    public String name() {
        return "drift";
    }

    private static DriftMonitor watching(DriftMonitor monitor, TableModel model, Table rows) {
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.rows().copyRow(i);
            monitor.add(row, model.logProb(row));
        }
        return monitor;
    }

    @Override
    public void write(Path folder) throws IOException {
        GoldenTable table = GoldenTable.flow();
        TableModel model = TableModel.fit(table.table(), table.recipe()).withoutTimes();
        model.save(folder.resolve(MODEL));
        Path rows = Files.write(folder.resolve(ROWS), table.csv(SEEN, 2));
        DriftMonitor monitor = watching(model.driftMonitor(RATE), model, Table.read(rows, model.schema()));
        Files.writeString(folder.resolve(STATE), monitor.toJson());
    }

    @Override
    public SortedMap<String, double[]> answers(Path folder, int threads) throws IOException {
        TableModel model = TableModel.load(folder.resolve(MODEL));
        DriftMonitor monitor =
                DriftMonitor.restore(model.baseline().orElseThrow(), Files.readString(folder.resolve(STATE)));
        SortedMap<String, double[]> answers = new TreeMap<>();
        answers.put("stored state", numbers(monitor.report()));
        watching(monitor, model, Table.read(folder.resolve(ROWS), model.schema()));
        answers.put("state after more rows", numbers(monitor.report()));
        return answers;
    }

    private static double[] numbers(DriftMonitor.Report report) {
        return DoubleStream.concat(
                        DoubleStream.of((double) report.rows(), report.evidence(), report.limit()),
                        report.columns().stream()
                                .flatMapToDouble(c -> DoubleStream.of((double) c.since(), c.evidence())))
                .toArray();
    }
}
