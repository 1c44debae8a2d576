package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.option.TableOptions;
import io.github.vflow.cli.report.table.SchemaResult;
import io.github.vflow.table.data.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code schema}. */
@Command(
        name = "schema",
        description = {
            "Show what train makes of a table: its columns, and all that is worth knowing about them.",
            "",
            "A CSV file is read as it is: comma, semicolon, tab, bar or space between cells, with or without a line of"
                    + " names, plain or gzip, UTF-8, UTF-16 or Latin-1. Columns are real numbers, dates, whole numbers or"
                    + " categories; columns with one value, and columns that no model can use, are left out. Numbers may be written"
                    + " as 19.4%%, $1,318.50, 1.680,50 € or (1,200); a note says how they are read. A problem is something that"
                    + " train refuses."
        },
        footer = {
            "",
            "Examples:",
            "  vflow schema sensors.csv",
            "  vflow schema sensors.csv --drop id --column grade=category --missing -999",
            "  vflow schema sensors.csv --json"
        },
        exitCodeList = {"0:the table was read, with problems or without", "1:the file cannot be read", "2:usage"})
public final class Schema implements Callable<Integer> {
    @Mixin
    private Console console;

    @Mixin
    private TableOptions table;

    @Parameters(paramLabel = "FILE", description = "A CSV file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        Table.Reading reading = Table.read(table.format().source(file), table.options());
        console.report(SchemaResult.of(file, reading).facts());
        return 0;
    }
}
