package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The cells that {@code vflow impute} leaves missing, because too few draws were effective. Not thread-safe. */
public final class UnknownCells {
    private static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private long cells;

    /**
     * Adds cells of a row.
     *
     * @param row its number, from 1 on
     * @param columns the names of their columns; may be empty
     */
    public void add(long row, Collection<String> columns) {
        cells += columns.size();
        if (!columns.isEmpty() && first.size() < MOST) {
            first.add(Text.format("row %,d: %s", row, Printable.line(String.join(", ", columns))));
        }
    }

    /** The number of cells. */
    public long cells() {
        return cells;
    }

    /** Prints the first rows on standard error, and what can be done. */
    public void say(Console console, Path file) {
        if (cells > 0) {
            first.forEach(f -> console.note("%s: %s not known", file, f));
            console.note(
                    "%s: %s not known and left missing: fewer than five draws are effective; the rows are unlike those of"
                            + " training, or --samples must be higher",
                    file, Text.count(cells, "cell"));
        }
    }
}
