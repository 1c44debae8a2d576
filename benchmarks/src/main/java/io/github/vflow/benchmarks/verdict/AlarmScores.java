package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;

/** The scores that alarms of a model compare. */
public final class AlarmScores {
    private static final int ROWS = 100;

    private AlarmScores() {}

    /**
     * The score of each row.
     *
     * @param model with or without a calibration, which does not change scores
     */
    public static double[] of(TableModel model, double[][] rows) {
        return alarm(model, rows).judge(rows).stream()
                .mapToDouble(Verdict::score)
                .toArray();
    }

    private static Alarm alarm(TableModel model, double[][] rows) {
        TableModel calibrated = model.calibration().isPresent()
                ? model
                : model.calibrated(Table.of(
                        Arrays.copyOf(rows, Math.min(rows.length, ROWS)),
                        model.columns().toArray(String[]::new)));
        return calibrated.alarm(0.5);
    }
}
