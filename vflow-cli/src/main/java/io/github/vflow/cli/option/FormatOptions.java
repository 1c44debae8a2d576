package io.github.vflow.cli.option;

import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.table.source.CsvFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for how a table is written. What is not given is found out from the file. */
public final class FormatOptions {
    private static final Map<String, Character> WORDS =
            Map.of("comma", ',', "semicolon", ';', "tab", '\t', "bar", '|', "space", ' ', "\\t", '\t');

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--missing",
            split = ",",
            paramLabel = "TEXT",
            description =
                    "Table: texts of a missing cell, beside the empty one. Default: NA, N/A, NaN, nan, null, NULL,"
                            + " None, ?, -; a model keeps those that it was trained with.")
    private @Nullable List<String> missing;

    @Option(names = "--header", description = "Table: the first line has the names of the columns.")
    private boolean header;

    @Option(names = "--no-header", description = "Table: the first line is a row; columns are x1, x2, …")
    private boolean noHeader;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "Table: between cells: comma, semicolon, tab, bar or space, as a word or a character.")
    private @Nullable String separator;

    /** The format that was asked for. */
    public CellFormat format() {
        if (header && noHeader) {
            throw usage("give --header or --no-header, not both");
        }
        Optional<Boolean> named = header || noHeader ? Optional.of(header) : Optional.empty();
        return new CellFormat(
                new CsvFormat(Optional.ofNullable(separator).map(this::character), named),
                Optional.ofNullable(missing).map(Set::copyOf));
    }

    private Character character(String word) {
        if (WORDS.containsKey(word)) {
            return WORDS.get(word);
        }
        if (word.length() == 1 && WORDS.containsValue(word.charAt(0))) {
            return word.charAt(0);
        }
        throw usage("--separator must be comma, semicolon, tab, bar or space but is \"" + word + "\"");
    }

    private ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
