package io.github.vflow.benchmarks.tables.data;

import io.github.vflow.table.data.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of numbers as a CSV file with the columns c0, c1, …, as people have them: whole numbers have no decimals. */
public final class TableFile {
    private TableFile() {}

    /** The table that the library reads from such a file. */
    public static Table read(double[][] rows) throws IOException {
        Path file = write(rows);
        try {
            return Table.read(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Writes a temporary file. */
    public static Path write(double[][] rows) throws IOException {
        Stream<String> header = Stream.of(
                IntStream.range(0, rows[0].length).mapToObj(j -> "c" + j).collect(Collectors.joining(",")));
        Stream<String> lines = Arrays.stream(rows)
                .map(row -> Arrays.stream(row).mapToObj(TableFile::cell).collect(Collectors.joining(",")));
        return Files.write(
                Files.createTempFile("rows", ".csv"),
                Stream.concat(header, lines).toList());
    }

    private static String cell(double x) {
        return new BigDecimal(Double.toString(x)).stripTrailingZeros().toPlainString();
    }
}
