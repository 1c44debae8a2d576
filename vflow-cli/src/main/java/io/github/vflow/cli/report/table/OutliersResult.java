package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow outliers}.
 *
 * @param file the table
 * @param rows of the table
 * @param scored how many of them have a score
 * @param odd how many of them are odd
 * @param worst the line of the oddest row; null if none is odd
 * @param reason why the oddest row is odd; null if none is
 * @param out the rows with their scores; null for standard output
 * @param model learned without the odd rows; null if that was not asked for
 */
public record OutliersResult(
        Path file,
        long rows,
        long scored,
        long odd,
        @Nullable Long worst,
        @Nullable String reason,
        @Nullable Path out,
        @Nullable Path model)
        implements Result {
    @Override
    public String text() {
        String text = Text.format("%,d of %s %s odd", odd, Text.count(rows, "row"), odd == 1 ? "is" : "are");
        text += worst == null ? "" : Text.format("; the oddest is line %,d: %s", worst, Printable.line(reason + ""));
        text += out == null ? "" : "\nwrote " + out;
        return model == null ? text : text + "\nwrote " + model;
    }
}
