package io.github.vflow.spark.internal.scoring;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.params.HandleInvalid;
import io.github.vflow.table.TableModel;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The score of one row of a SQL query. */
public final class LogProbFunction {
    private LogProbFunction() {}

    /** ln p of a struct with the model's columns; null if the model cannot score it. */
    public static @Nullable Double of(TableModel model, @Nullable Row row) {
        if (row == null) {
            return null;
        }
        Cells cells = Cells.needed(model, row.schema());
        ScoredRows scored = new ScoredRows(
                model, List.of(row).iterator(), cells, new Scoring.Added("", 0, "", "", "", ""), HandleInvalid.KEEP);
        Row result = scored.next();
        return result.isNullAt(row.size()) ? null : result.getDouble(row.size());
    }
}
