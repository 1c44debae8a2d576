package io.github.vflow.cli.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads one file; see {@link Csv#read}. */
final class TableReader {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    private static final int SHOWN = 80;

    private final Path file;
    private List<String> columns = List.of();
    private double[] values = new double[1024];
    private int used;

    private TableReader(Path file) {
        this.file = file;
    }

    static Table read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; check the path");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot read " + file + ": it is a directory; give the name of a CSV file");
        }
        CsvReader.CsvReaderBuilder builder = CsvReader.builder()
                .fieldSeparator(separator(file))
                .detectBomHeader(true)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
        try (CsvReader<CsvRecord> records = builder.ofCsvRecord(file)) {
            return new TableReader(file).read(records);
        } catch (CsvParseException e) {
            throw new FileFormatException(file + ": " + e.getMessage() + "; repair the quotes", e);
        } catch (UncheckedIOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static char separator(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String first =
                    reader.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
            String bare = QUOTED.matcher(first).replaceAll("");
            return bare.indexOf('\t') >= 0 ? '\t' : bare.indexOf(';') >= 0 ? ';' : ',';
        }
    }

    private Table read(Iterable<CsvRecord> records) throws FileFormatException {
        long empty = 0;
        for (CsvRecord r : records) {
            if (r.getFieldCount() == 1 && r.getField(0).isBlank()) {
                empty = empty == 0 ? r.getStartingLineNumber() : empty;
            } else if (empty > 0) {
                throw bad("line " + empty + ": expected a row but the line is empty; remove it");
            } else if (!columns.isEmpty()) {
                add(r);
            } else if (isHeader(r)) {
                columns = names(r);
            } else {
                columns = IntStream.rangeClosed(1, r.getFieldCount())
                        .mapToObj(i -> "x" + i)
                        .toList();
                add(r);
            }
        }
        if (used == 0) {
            throw bad("there is no row of numbers; a table has a line of names and at least one row");
        }
        return new Table(columns, Rows.of(Arrays.copyOf(values, used), columns.size()));
    }

    /** Whether a line has names only: a line of numbers and text is a damaged row. */
    private static boolean isHeader(CsvRecord r) {
        return r.getFields().stream().noneMatch(Numbers::isMeantAsNumber);
    }

    private List<String> names(CsvRecord r) throws FileFormatException {
        List<String> names = r.getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (int j = 0; j < names.size(); j++) {
            if (names.get(j).isEmpty()) {
                throw bad("line " + r.getStartingLineNumber() + ", column " + (j + 1)
                        + ": expected the name of the column but found nothing; name it, or remove the column");
            }
            if (!Printable.line(names.get(j)).equals(names.get(j))) {
                throw bad("line " + r.getStartingLineNumber() + ", column " + (j + 1)
                        + ": the name of a column must be printable text in one line but is \""
                        + Printable.line(names.get(j)) + "\"; rename the column");
            }
            if (!seen.add(names.get(j))) {
                throw bad("line " + r.getStartingLineNumber() + ", column " + (j + 1) + ": the name \"" + names.get(j)
                        + "\" is taken by column " + (names.indexOf(names.get(j)) + 1) + "; give them different names");
            }
        }
        return names;
    }

    private void add(CsvRecord r) throws FileFormatException {
        int d = columns.size();
        if (r.getFieldCount() != d) {
            throw bad("line " + r.getStartingLineNumber() + ": expected " + d + " columns " + columns + " but found "
                    + r.getFieldCount() + ": " + shown(r.getFields().toString()) + "; complete or remove the row");
        }
        if (used + d > values.length) {
            values = Arrays.copyOf(values, Math.addExact(values.length, Math.max(d, values.length)));
        }
        for (int j = 0; j < d; j++) {
            double number = Numbers.parse(r.getField(j));
            if (!Float.isFinite((float) number)) {
                throw bad("line " + r.getStartingLineNumber() + ", " + column(j)
                        + ": expected a finite number but found \"" + shown(r.getField(j))
                        + "\"; repair or remove the row" + Numbers.hint(r.getField(j)));
            }
            values[used++] = number;
        }
    }

    /** Shortens a cell for a message of one line. */
    private static String shown(String text) {
        String line = text.replace("\r", "").replace("\n", "\\n");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private String column(int j) {
        return "column " + (j + 1) + " (" + columns.get(j) + ")";
    }

    private FileFormatException bad(String what) {
        return new FileFormatException(file + ": " + what);
    }
}
