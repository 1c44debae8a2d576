package io.github.vflow.cli.report.table;

import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a table with their verdicts, and remembers the oddest. Mutable and not thread-safe. */
public final class OutlierTally {
    /** The columns that are added to those of the table. */
    public static final List<String> ADDED = List.of("score", "p_value", "outlier", "reason");

    private static final List<String> NOT_SCORED = List.of("", "", "", "");

    private final Outliers found;
    private int read;
    private long scored;
    private long odd;
    private double least = Double.POSITIVE_INFINITY;
    private @Nullable Long worst;
    private @Nullable String reason;

    /** A tally of nothing yet. */
    public OutlierTally(Outliers found) {
        this.found = found;
    }

    /** Writes all records of the table. */
    public void write(ModelTable table, OutputStream stream) throws IOException {
        CsvOutput csv = new CsvOutput(stream, table.separator());
        csv.write(Stream.concat(table.records().columns().stream(), ADDED.stream())
                .toList());
        for (List<RecordReader.Entry> block = table.nextUnchecked(); !block.isEmpty(); block = table.nextUnchecked()) {
            for (RecordReader.Entry entry : block) {
                List<String> cells = new ArrayList<>(table.cells(entry));
                cells.addAll(
                        entry.isScorable()
                                ? found.verdicts()
                                        .get(read++)
                                        .map(v -> cells(entry, v))
                                        .orElse(NOT_SCORED)
                                : NOT_SCORED);
                csv.write(cells);
            }
        }
        csv.flush();
    }

    private List<String> cells(RecordReader.Entry entry, Verdict v) {
        scored++;
        if (v.isAlarm()) {
            odd++;
            if (v.score() < least) {
                least = v.score();
                worst = entry.line();
                reason = v.reason();
            }
        }
        return List.of(
                CsvOutput.text(v.score()),
                CsvOutput.text(v.pValue()),
                Boolean.toString(v.isAlarm()),
                v.isAlarm() ? v.reason() : "");
    }

    /** The number of rows with a score so far. */
    public long scored() {
        return scored;
    }

    /** The result of all rows so far. */
    public OutliersResult result(Path in, long rows, @Nullable Path out, @Nullable Path model) {
        return new OutliersResult(in, rows, scored, odd, worst, reason, out, model);
    }
}
