package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;

/**
 * The result of {@code vflow report}.
 *
 * @param model its file
 * @param data the table beside it
 * @param rows of the table
 * @param out the page
 * @param bytes of the page
 */
public record ReportResult(Path model, Path data, int rows, Path out, int bytes) implements Result {
    @Override
    public String text() {
        return Text.format("wrote %s, %,d KB", out, Math.ceilDiv(bytes, 1000));
    }
}
