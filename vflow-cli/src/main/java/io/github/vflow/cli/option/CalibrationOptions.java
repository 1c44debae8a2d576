package io.github.vflow.cli.option;

import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for the rows that a training keeps for alarms. */
public final class CalibrationOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--calibration",
            paramLabel = "FRACTION",
            description =
                    "Table: share of the rows that neither trains nor validates but calibrates the alarms of vflow score; 0 for"
                            + " none. Default: 0.1 of at least 1,000 rows, at most 10,000 rows; none of fewer, and none"
                            + " with --given.")
    private @Nullable Double calibration;

    /** The part of the rows; empty for the usual one. */
    public OptionalDouble part() {
        return calibration == null ? OptionalDouble.empty() : OptionalDouble.of(calibration);
    }

    /**
     * Checks the part.
     *
     * @param isConditional whether the model is of p(y | x), which has no alarms
     */
    public void check(boolean isConditional) {
        double part = calibration == null ? 0 : calibration;
        if (!(part >= 0 && part < 1)) {
            throw usage("--calibration must be in [0, 1) but is " + part);
        }
        if (part > 0 && isConditional) {
            throw usage("--calibration is for models of p(row); leave it out with --given");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
