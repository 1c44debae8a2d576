package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;
import java.util.List;

/** What a command says on standard error about the table that a model was applied to. */
public final class TableNotes {
    private static final int MOST = 20;

    private TableNotes() {}

    /**
     * Says what was found, and how many rows were left out.
     *
     * @param what was done to the rows, such as "scored"
     */
    public static void say(Console console, Path file, ModelTable table, String what) {
        say(console, file, table.findings());
        if (table.unscored() > 0) {
            console.note("%s: %,d of %s not %s", file, table.unscored(), Text.count(table.records(), "row"), what);
        }
    }

    /** Says what was found. */
    public static void say(Console console, Path file, List<Finding> findings) {
        findings.stream().limit(MOST).forEach(f -> console.note("%s", file + ": " + Printable.line(f.toString())));
        if (findings.size() > MOST) {
            console.note("%s: … and %s", file, Text.count(findings.size() - MOST, "more note"));
        }
    }

    /** The exit code: {@link Console#SOME_ROWS} if some rows were left out. */
    public static int code(ModelTable table) {
        return table.unscored() > 0 ? Console.SOME_ROWS : 0;
    }
}
