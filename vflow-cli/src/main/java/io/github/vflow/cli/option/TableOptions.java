package io.github.vflow.cli.option;

import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.table.schema.ColumnKind;
import io.github.vflow.table.schema.ReadOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for what the columns of a table are. What is not given is inferred from the cells. */
public final class TableOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private FormatOptions format;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Table: use these columns only. Default: all.")
    private @Nullable List<String> columns;

    @Option(names = "--drop", split = ",", paramLabel = "NAME", description = "Table: leave these columns out.")
    private @Nullable List<String> dropped;

    @Option(
            names = "--column",
            paramLabel = "NAME=KIND",
            description =
                    "Table: what a column is: real, integer, category or ignore. Default: as its cells look. May be"
                            + " repeated.")
    private @Nullable List<String> kinds;

    /** How the file is written. */
    public CellFormat format() {
        return format.format();
    }

    /** What the columns are. */
    public ReadOptions options() {
        ReadOptions options = format().options();
        if (columns != null) {
            options = options.withOnly(columns);
        }
        for (String name : dropped == null ? List.<String>of() : dropped) {
            options = options.with(name, ColumnKind.IGNORED);
        }
        for (String wish : kinds == null ? List.<String>of() : kinds) {
            options = wish(wish).in(options);
        }
        return options;
    }

    private ColumnWish wish(String word) {
        try {
            return ColumnWish.of(word);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
