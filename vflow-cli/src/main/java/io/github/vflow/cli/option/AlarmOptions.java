package io.github.vflow.cli.option;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.model.Alarms;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Alarm;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which rows of a table are alarms. Mutable, since picocli fills it. */
public final class AlarmOptions {
    /** The option that names the columns by which alarms group rows. Mutable, since picocli fills it. */
    public static final class Groups {
        /** The word for no groups. */
        private static final List<String> ALL = List.of("all");

        @Option(
                names = "--by",
                split = ",",
                paramLabel = "COLUMN",
                description =
                        "Compare a row with the rows that have its labels in these columns; all for all rows, which"
                                + " is the default unless vflow calibrate --by wrote another into the model.")
        private @Nullable List<String> by;

        /** Whether the option is given. */
        public boolean isGiven() {
            return by != null;
        }

        /**
         * An alarm or a model with these groups, as it is without the option.
         *
         * @param grouped by some columns, none to compare with all rows
         * @throws IllegalArgumentException naming the option if it cannot have them
         */
        public <T> T of(T plain, Function<List<String>, T> grouped) {
            if (by == null) {
                return plain;
            }
            try {
                return grouped.apply(ALL.equals(by) ? List.of() : by);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--by: " + e.getMessage(), e);
            }
        }
    }

    @Option(
            names = "--alarms",
            paramLabel = "RATE",
            description =
                    "Add the columns alarm_score (lower is odder), p_value, alarm (true or false) and reason: on average, at most this"
                            + " part of normal rows are alarms. The model needs calibration rows, at least 1/RATE − 1; without any, only log_prob is written.")
    private @Nullable String alarms;

    @Option(
            names = "--fdr",
            paramLabel = "Q",
            description =
                    "Add the same columns with as many alarms that at most this part of them are false on average (Benjamini and Hochberg). The table is read twice.")
    private @Nullable String fdr;

    @Option(
            names = "--budget",
            paramLabel = "SHARE",
            description =
                    "Write only this part of the rows, the oddest, with the same columns and the oddest row first. The table is read twice.")
    private @Nullable String budget;

    @Mixin
    private Groups groups;

    /** Whether rows are judged. */
    public boolean judges() {
        return Stream.of(alarms, fdr, budget).anyMatch(Objects::nonNull);
    }

    /** Whether all rows of a table say which are alarms. */
    public boolean readsTwice() {
        return fdr != null || budget != null;
    }

    /** The false discovery rate; empty if it is not given. */
    public OptionalDouble fdr(Console console) {
        return share(console, "--fdr", fdr, "0.1 for one false alarm in ten alarms");
    }

    /** The part of the rows that is written; empty if it is not given. */
    public OptionalDouble budget(Console console) {
        return share(console, "--budget", budget, "0.01 for one row in a hundred");
    }

    private static OptionalDouble share(Console console, String name, @Nullable String text, String such) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        double share = Numerals.parse(text);
        console.require(share > 0 && share < 1, "%s must be in (0, 1), such as %s, but is %s", name, such, text);
        return OptionalDouble.of(share);
    }

    /** Checks that the options go together. */
    public void check(Console console) {
        console.require(
                Stream.of(alarms, fdr, budget).filter(Objects::nonNull).count() <= 1,
                "--alarms, --fdr and --budget each say which rows are alarms; give one of them");
        console.require(!groups.isGiven() || judges(), "--by is for alarms; give --alarms, --fdr or --budget, too");
        Alarms.rate(console, alarms);
        fdr(console);
        budget(console);
    }

    /** The alarm of a model; empty, with a note, if the model has no calibration, and without one if none is asked for. */
    public Optional<Alarm> alarm(Console console, Path path, ModelFile file, TableModel model) {
        if (!judges()) {
            return Optional.empty();
        }
        Optional<Alarm> alarm = Alarms.ifAny(console, path, file, model, Alarms.rate(console, alarms));
        return alarm.map(a -> groups.of(a, a::by));
    }
}
