package io.github.vflow.table.source;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.source.text.Amount;
import io.github.vflow.table.source.text.Numerals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One pass over a file. */
final class CsvCursor implements TableSource.Cursor {
    private static final int MOST_TITLES = 9;

    private final CsvBytes file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private final CsvDialect dialect;
    private final List<Finding> findings = new ArrayList<>();
    private List<String> columns = List.of();
    private boolean named;
    /** Records that have been read but not passed on. */
    private final Deque<CsvRecord> ahead = new ArrayDeque<>();

    private List<String> cells = List.of();
    private int found;
    private long line;
    private long blank;
    private boolean started;
    private boolean blankReported;

    private CsvCursor(CsvBytes file, CsvReader<CsvRecord> reader, CsvDialect dialect) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        this.dialect = dialect;
    }

    static CsvCursor open(CsvBytes file, CsvSource.Format format, CsvDialect dialect) throws IOException {
        CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(dialect.separator())
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(dialect.text(file));
        CsvCursor cursor = new CsvCursor(file, reader, dialect);
        try {
            cursor.begin(format);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
        return cursor;
    }

    private void begin(CsvSource.Format format) throws IOException {
        if (dialect.isFallback()) {
            findings.add(Finding.note(
                    "the file is not UTF-8, so it is read as Windows-1252 (Latin-1)",
                    "save it as UTF-8 if names look wrong"));
        }
        skip(format.header().orElse(true));
        CsvRecord first = ahead.pollFirst();
        if (first == null) {
            throw new FileFormatException(file + ": it is empty; a table has a line of names and at least one row");
        }
        List<String> fields = fields(first);
        boolean noNumber = fields.stream().noneMatch(CsvCursor::isNumber);
        named = format.header().orElse(noNumber);
        columns = named
                ? fields.stream().map(String::strip).toList()
                : IntStream.rangeClosed(1, widest(fields.size()))
                        .mapToObj(i -> "x" + i)
                        .toList();
        if (!named) {
            ahead.addFirst(first);
        } else {
            complete();
        }
        if (format.header().isEmpty()) {
            report(fields, first.getStartingLineNumber());
        }
    }

    /** Skips the lines before the names: a comment, the declaration of a separator, titles. */
    private void skip(boolean hasHeader) throws IOException {
        look(2);
        while (ahead.size() > 1 && isComment(ahead.getFirst(), ahead.getLast())) {
            CsvRecord comment = ahead.removeFirst();
            findings.add(Finding.note(
                            "begins with a comment in line " + comment.getStartingLineNumber() + ", which is skipped",
                            "")
                    .at(1, comment.getStartingLineNumber()));
            look(2);
        }
        look(MOST_TITLES + 1);
        int titles = hasHeader ? titles() : 0;
        for (int i = 0; i < titles; i++) {
            CsvRecord title = ahead.removeFirst();
            findings.add(Finding.note(
                            "begins with " + Finding.quoted(title.getField(0)) + " in line "
                                    + title.getStartingLineNumber() + ", which is skipped",
                            "")
                    .at(1, title.getStartingLineNumber()));
        }
    }

    /** The number of records before the names: each has one cell of text, while the names are more. */
    private int titles() {
        int titles = 0;
        for (CsvRecord record : ahead) {
            boolean hasNumber = record.getFields().stream().anyMatch(CsvCursor::isNumber);
            boolean isNames = known(record) > 1;
            boolean isTitle = !isNames
                    && !record.getField(0).isBlank()
                    && (record.getFieldCount() == 1 || record.getFieldCount() > 2);
            if (hasNumber || !isTitle) {
                return isNames && !hasNumber ? titles : 0;
            }
            titles++;
        }
        return 0;
    }

    private static boolean isComment(CsvRecord first, CsvRecord second) {
        return first.getField(0).equalsIgnoreCase("sep=")
                || (first.getField(0).startsWith("#") && first.getFieldCount() != second.getFieldCount());
    }

    private void look(int records) throws IOException {
        CsvRecord record = ahead.size() < records ? filled() : null;
        while (record != null) {
            ahead.add(record);
            record = ahead.size() < records ? filled() : null;
        }
    }

    private long known(CsvRecord r) {
        return fields(r).stream().filter(cell -> !cell.isBlank()).count();
    }

    /** The number of cells of the longest record that has been read ahead. */
    private int widest(int first) {
        return ahead.stream().mapToInt(r -> fields(r).size()).reduce(first, Math::max);
    }

    /**
     * Adapts the names to rows with one cell more or less: a name of the first column that is left out, a separator at the end of the rows or of
     * the names.
     */
    private void complete() {
        int width = columns.size();
        if (!ahead.isEmpty() && columns.getLast().isEmpty() && widest(0) == width - 1) {
            columns = List.copyOf(columns.subList(0, width - 1));
            findings.add(Finding.note("has a separator after its last name, which is cut", ""));
            return;
        }
        if (ahead.isEmpty() || ahead.stream().anyMatch(r -> fields(r).size() != width + 1)) {
            return;
        }
        boolean ends = ahead.stream().allMatch(r -> fields(r).getLast().isBlank());
        List<String> all = new ArrayList<>(columns);
        all.add(ends ? width : 0, "");
        columns = List.copyOf(all);
        findings.add(Finding.note(
                ends
                        ? "has a separator at the end of each row, so its last column has no name"
                        : "has one cell more in each row than names, so its first column has no name",
                ""));
    }

    /** Reports how the first line was read, if that may be wrong. */
    private void report(List<String> fields, long at) {
        if (named) {
            return;
        }
        if (looksLikeNames(fields)) {
            findings.add(Finding.problem(
                            "has numbers in its first line, " + Finding.quoted(String.join(",", fields))
                                    + ", that look like names of columns but are read as a row",
                            "say whether the file has a header")
                    .at(1, at));
        } else {
            findings.add(Finding.note(
                            "has no header: the columns are " + columns.getFirst() + " … " + columns.getLast(),
                            "if the first line has names, say that the file has a header")
                    .at(1, at));
        }
    }

    /** Whether the numbers of a line count upwards in steps of one, as years do; two numbers do so by chance. */
    private boolean looksLikeNames(List<String> fields) {
        double[] numbers = fields.stream()
                .mapToDouble(Numerals::parse)
                .filter(x -> !Double.isNaN(x))
                .toArray();
        return numbers.length > 2
                && IntStream.range(0, numbers.length).allMatch(i -> numbers[i] == numbers[0] + i)
                && numbers[0] == Math.rint(numbers[0])
                && numbers.length >= fields.size() - 1;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public boolean isNamed() {
        return named;
    }

    @Override
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public boolean next() throws IOException {
        CsvRecord record = ahead.isEmpty() ? filled() : ahead.removeFirst();
        if (record == null) {
            return false;
        }
        cells = fitted(fields(record));
        line = record.getStartingLineNumber();
        return true;
    }

    /** The next record that is no blank line. */
    private @Nullable CsvRecord filled() throws IOException {
        CsvRecord record = read();
        while (record != null && isBlank(record)) {
            blank = blank == 0 ? record.getStartingLineNumber() : blank;
            record = read();
        }
        if (record != null && blank > 0 && started && !blankReported) {
            blankReported = true;
            findings.add(Finding.note("has blank lines between rows, which are skipped, first line " + blank, "")
                    .at(1, blank));
        }
        started = true;
        return record;
    }

    /** The cells without empty ones after the last column, and with empty ones where a record ends early. */
    private List<String> fitted(List<String> fields) {
        int width = columns.size();
        int end = fields.size();
        while (end > width && fields.get(end - 1).isBlank()) {
            end--;
        }
        found = end;
        if (end >= width || dialect.separator() == ' ') {
            return fields.subList(0, end);
        }
        List<String> full = new ArrayList<>(fields);
        full.addAll(Collections.nCopies(width - end, ""));
        return full;
    }

    private static boolean isBlank(CsvRecord r) {
        return r.getFieldCount() == 1 && r.getField(0).isBlank();
    }

    private @Nullable CsvRecord read() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            boolean isWide = String.valueOf(e.getMessage()).contains("fields");
            throw new FileFormatException(
                    file + ": "
                            + (isWide
                                    ? "a line has more than 16,384 cells; leave columns out, since at most "
                                            + MemberDefaults.MOST_COLUMNS + " can train"
                                    : e.getMessage() + "; repair the quotes"),
                    e);
        } catch (UncheckedIOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private List<String> fields(CsvRecord r) {
        return dialect.separator() == ' '
                ? r.getFields().stream().filter(cell -> !cell.isEmpty()).toList()
                : r.getFields();
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String unit() {
        return "line";
    }

    @Override
    public int width() {
        return cells.size();
    }

    @Override
    public int found() {
        return found;
    }

    @Override
    public Object cell(int column) {
        return cells.get(column);
    }

    @Override
    public String text(int column) {
        return cells.get(column);
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public boolean hasCommas() {
        return dialect.separator() == ',';
    }

    /** Whether a text is a number with either decimal sign. */
    private static boolean isNumber(String text) {
        return !Double.isNaN(Numerals.parse(text))
                || Amount.of(text)
                        .filter(a -> !Double.isNaN(a.value('.')) || !Double.isNaN(a.value(',')))
                        .isPresent();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
