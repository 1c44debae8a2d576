package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.source.Finding;
import java.nio.file.Path;

/** The cells that {@code vflow impute} leaves as they are, because they have a text that nobody named as missing. Not thread-safe. */
public final class WrittenCells {
    private String first = "";
    private long line;
    private long cells;

    /** Adds a cell by its text. */
    public void add(long at, String text) {
        if (cells == 0) {
            line = at;
            first = text;
        }
        cells++;
    }

    /** Whether there is one. */
    public boolean areSome() {
        return cells > 0;
    }

    /** Prints the first on standard error, and what can be done. */
    public void say(Console console, Path file) {
        if (cells > 0) {
            console.note(
                    "%s: %s not empty and not filled, first %s at line %,d; --missing %s fills those with this text",
                    file, Text.count(cells, "cell"), Finding.quoted(first), line, Printable.line(first));
        }
    }
}
