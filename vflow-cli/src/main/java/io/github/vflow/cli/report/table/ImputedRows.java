package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow impute}.
 *
 * @param rows of the table
 * @param cells that were missing and are filled
 * @param unknown cells that are not known and stay missing
 * @param draws completed copies of each row; null for one with the best values
 * @param out the completed table; null for standard output
 */
public record ImputedRows(
        Path model,
        long rows,
        long cells,
        long unknown,
        @Nullable Integer draws,
        @Nullable Path out) implements Result {
    @Override
    public String text() {
        String text = Text.format(
                "%s, %s filled%s%s",
                Text.count(rows, "row"),
                Text.count(cells, "missing cell"),
                unknown == 0 ? "" : Text.format(", %,d not known", unknown),
                draws == null ? "" : Text.format(", %s of each row", Text.count(draws, "draw")));
        return out == null ? text : text + "\nwrote " + out;
    }
}
