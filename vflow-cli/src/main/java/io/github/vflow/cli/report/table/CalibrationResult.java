package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.evaluation.Calibration;
import java.nio.file.Path;

/**
 * The result of {@code vflow calibrate}.
 *
 * @param rows that calibrate
 * @param median of their scores, by which alarms compare rows, in nats
 * @param leastRate of false alarms that they support
 * @param out the calibrated model
 */
public record CalibrationResult(Path model, int rows, double median, double leastRate, Path out) implements Result {
    /** The facts of a calibration. */
    public static CalibrationResult of(Path model, Calibration scores, Path out) {
        return new CalibrationResult(model, scores.size(), scores.median(), 1 / (scores.size() + 1.0), out);
    }

    @Override
    public String text() {
        return Text.format(
                "%s, median score %s nats; alarms at rates of %.2g and more%nwrote %s",
                Text.count(rows, "calibration row"), Text.nats(median), leastRate, out);
    }
}
