package io.github.vflow.cli.option;

import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.table.schema.ReadOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the columns of a table. The cells decide what the user leaves open. */
public final class TableOptions {
    @Mixin
    private FormatOptions format;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Use these columns only. Default: all.")
    private @Nullable List<String> columns;

    @Option(names = "--drop", split = ",", paramLabel = "NAME", description = "Leave these columns out. Default: none.")
    private @Nullable List<String> dropped;

    @Option(
            names = "--column",
            paramLabel = "NAME=KIND",
            description =
                    "The kind of a column: real, integer, category, ignore, heavy (real numbers with heavy tails),"
                            + " bounded:LOW..HIGH (real numbers between two bounds, such as bounded:0..100),"
                            + " circular:LOW..HIGH (real numbers on a circle, such as circular:0..360 for directions) or"
                            + " season:month, season:weekday+hour and so on (dates with these seasons). Default: as its"
                            + " cells look, with a probability for a number that repeats, which a kind leaves out. May be repeated.")
    private @Nullable List<String> kinds;

    /** The format of the file. */
    public CellFormat format() {
        return format.format();
    }

    /** The columns to read, and their kinds. */
    public ReadOptions options() {
        ReadOptions options = format().options();
        if (columns != null) {
            options = options.withOnly(columns);
        }
        for (String name : dropped == null ? List.<String>of() : dropped) {
            options = options.with(name, ReadOptions.Kind.IGNORED);
        }
        for (String wish : kinds == null ? List.<String>of() : kinds) {
            options = ColumnWish.of(wish).in(options);
        }
        return options;
    }
}
