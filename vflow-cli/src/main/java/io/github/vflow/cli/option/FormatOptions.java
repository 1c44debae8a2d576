package io.github.vflow.cli.option;

import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.table.source.CsvSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the format of a CSV file. The content of the file decides what the user leaves open. */
public final class FormatOptions {
    private static final Map<String, Character> WORDS =
            Map.of("comma", ',', "semicolon", ';', "tab", '\t', "bar", '|', "space", ' ', "\\t", '\t');

    @Option(
            names = "--missing",
            split = ",",
            paramLabel = "TEXT",
            description = "Texts of a missing cell, beside the empty one. Default: NA, N/A, NaN, nan, null, NULL,"
                    + " None, ?, -; a model keeps those of its training.")
    private @Nullable List<String> missing;

    @Option(names = "--header", description = "The first line has the names of the columns.")
    private boolean header;

    @Option(names = "--no-header", description = "The first line is a row; columns are x1, x2, …")
    private boolean noHeader;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "Separator of cells: comma, semicolon, tab, bar or space, as a word or a character.")
    private @Nullable String separator;

    @Option(
            names = "--decimal",
            paramLabel = "SIGN",
            description =
                    "Decimal sign of numbers: ${COMPLETION-CANDIDATES}. Default: the one that the cells of each column"
                            + " show; a model keeps the sign of its training.")
    private @Nullable Decimal decimal;

    @Option(
            names = "--strict",
            description = "Refuse cells that their column cannot hold, such as n.d. between numbers. Default: they are"
                    + " missing cells, or the nearest value, with a note.")
    private boolean strict;

    /** The decimal signs that the command line names. */
    enum Decimal {
        /** As in 1,234.5. */
        POINT('.'),
        /** As in 1.234,5. */
        COMMA(',');

        private final char sign;

        Decimal(char sign) {
            this.sign = sign;
        }
    }

    /** The format that the user gave. */
    public CellFormat format() {
        UsageException.require(!header || !noHeader, "give --header or --no-header, not both");
        Optional<Boolean> named = header || noHeader ? Optional.of(header) : Optional.empty();
        return new CellFormat(
                new CsvSource.Format(Optional.ofNullable(separator).map(this::character), named),
                Optional.ofNullable(missing).map(Set::copyOf),
                Optional.ofNullable(decimal).map(d -> d.sign),
                strict);
    }

    private Character character(String word) {
        if (WORDS.containsKey(word)) {
            return WORDS.get(word);
        }
        if (word.length() == 1 && WORDS.containsValue(word.charAt(0))) {
            return word.charAt(0);
        }
        throw new UsageException("--separator must be comma, semicolon, tab, bar or space but is \"" + word + "\"");
    }
}
