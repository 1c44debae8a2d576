package io.github.vflow.cli.model;

import io.github.vflow.cli.console.Console;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Alarm;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The alarm of a model at the rate that the user gives. */
public final class Alarms {
    private Alarms() {}

    /** The value of the option {@code --alarms}; empty if it is not given. */
    public static OptionalDouble rate(Console console, @Nullable String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        double rate = Numerals.parse(text);
        console.require(
                rate > 0 && rate < 1,
                "--alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is %s",
                text);
        return OptionalDouble.of(rate);
    }

    /**
     * The alarm of a model.
     *
     * @param rate of false alarms; empty for 0.01, or the least that the calibration supports
     * @throws IllegalArgumentException if the calibration supports no such rate; the message has the number of rows needed
     */
    public static Alarm of(Path path, ModelFile file, TableModel model, OptionalDouble rate) {
        requireJoint(path, file);
        int needed = Alarm.rowsNeeded(rate.orElse(AnswerDefaults.ALARM_RATE));
        if (file.calibration().isEmpty()) {
            throw new IllegalArgumentException(without(path, needed));
        }
        int there = file.calibration().orElseThrow().size();
        double least = 1 / (there + 1.0);
        if (rate.isPresent() && there < needed) {
            throw new IllegalArgumentException(path + ": a rate of " + rate.getAsDouble() + " needs at least " + needed
                    + " calibration rows but the model has " + there
                    + "; run vflow calibrate with more rows, or take a rate of at least " + least);
        }
        return model.alarm(rate.orElse(Math.max(AnswerDefaults.ALARM_RATE, least)));
    }

    /** The alarm of a model at a rate; empty, with a note, if the model has no calibration, and otherwise as {@link #of}. */
    public static Optional<Alarm> ifAny(
            Console console, Path path, ModelFile file, TableModel model, OptionalDouble rate) {
        requireJoint(path, file);
        if (file.calibration().isEmpty()) {
            console.note("%s", without(path, Alarm.rowsNeeded(rate.orElse(AnswerDefaults.ALARM_RATE))));
            return Optional.empty();
        }
        return Optional.of(of(path, file, model, rate));
    }

    private static String without(Path path, int needed) {
        return path + ": the model has no calibration scores, so it has no alarms; run vflow calibrate " + path
                + " NORMAL.csv with at least " + needed + " normal rows that did not train it";
    }

    /**
     * Checks that a model can have alarms.
     *
     * @throws IllegalArgumentException if it is one of p(y | x)
     */
    public static void requireJoint(Path path, ModelFile file) {
        if (file.model().given() > 0) {
            throw new IllegalArgumentException(
                    path + ": a model of p(y | x) has no alarms; train one of all columns, without --given");
        }
    }
}
