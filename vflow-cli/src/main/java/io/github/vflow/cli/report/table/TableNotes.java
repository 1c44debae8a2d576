package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;
import java.util.List;

/** Notes of a command on standard error about the table to which it applied a model. */
public final class TableNotes {
    private static final int MOST = 20;

    private TableNotes() {}

    /**
     * Prints the findings of a reader, and how many rows were left out.
     *
     * @param what the participle of the work, such as "scored"
     */
    public static void say(Console console, Path file, RecordReader records, String what) {
        say(console, file, records.findings());
        if (records.faults() > 0) {
            console.note("%s: %,d of %s not %s", file, records.faults(), Text.count(records.records(), "row"), what);
        }
    }

    /** Prints findings. */
    public static void say(Console console, Path file, List<Finding> findings) {
        findings.stream().limit(MOST).forEach(f -> console.note("%s", file + ": " + Printable.line(f.toString())));
        if (findings.size() > MOST) {
            console.note("%s: … and %s", file, Text.count(findings.size() - MOST, "more note"));
        }
    }

    /** The exit code: {@link Console#SOME_ROWS} if some rows were left out, or most cells of a column cannot be read. */
    public static int code(RecordReader records) {
        return records.faults() > 0 || records.findings().stream().anyMatch(Finding::isProblem) ? Console.SOME_ROWS : 0;
    }
}
