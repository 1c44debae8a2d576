package io.github.vflow.cli.option;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the columns by which alarms group rows. Mutable, since picocli fills it. */
public final class GroupOption {
    /** The word for no groups. */
    private static final List<String> ALL = List.of("all");

    @Option(
            names = "--by",
            split = ",",
            paramLabel = "COLUMN",
            description = "Compare a row with the rows that have its labels in these columns; all for all rows, which"
                    + " is the default unless vflow calibrate --by wrote another into the model.")
    private @Nullable List<String> by;

    /** The columns, none to compare with all rows; empty if the option is not given. */
    public Optional<List<String>> columns() {
        return Optional.ofNullable(by).map(names -> ALL.equals(names) ? List.of() : names);
    }
}
