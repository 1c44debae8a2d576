package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow report}.
 *
 * @param model its file
 * @param data the table beside it
 * @param rows of the table
 * @param later the table in which drift was looked for; null for none
 * @param out the page
 * @param bytes of the page
 */
public record ReportResult(
        Path model, Path data, int rows, @Nullable Path later, Path out, int bytes) implements Result {
    @Override
    public String text() {
        return Text.format("wrote %s, %,d KB", out, Math.ceilDiv(bytes, 1000));
    }
}
