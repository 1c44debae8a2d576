package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.format.CsvOutput;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.Outliers;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        table.write(stream, ADDED, (block, csv) -> {
            for (RecordReader.Entry entry : block) {
                List<String> cells = new ArrayList<>(table.cells(entry));
                Optional<Verdict> verdict =
                        entry.isScorable() ? found.verdicts().get(read++) : Optional.empty();
                cells.addAll(verdict.map(v -> cells(entry, v)).orElse(NOT_SCORED));
                csv.write(cells);
            }
        });
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

    /**
     * The facts of all rows so far.
     *
     * @param out the rows with their scores; null for standard output
     * @param model learned without the odd rows; null if that was not asked for
     */
    public Facts facts(Path in, long rows, @Nullable Path out, @Nullable Path model) {
        return new Facts()
                .put("file", in)
                .put("rows", rows)
                .put("scored", scored)
                .put("odd", odd)
                .put("worst", worst)
                .put("reason", reason)
                .put("out", out)
                .put("model", model)
                .line(
                        "%,d of %s %s odd%s",
                        odd,
                        Text.count(rows, "row"),
                        odd == 1 ? "is" : "are",
                        worst == null
                                ? ""
                                : Text.format("; the oddest is line %,d: %s", worst, Printable.line(reason + "")))
                .wrote(out)
                .wrote(model);
    }
}
