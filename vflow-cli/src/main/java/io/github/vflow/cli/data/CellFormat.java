package io.github.vflow.cli.data;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How the user says that a table is written, and the notes that keep it.
 *
 * @param csv the separator and the header
 * @param missing the texts of missing cells; empty for the usual ones
 * @param point the decimal sign; empty for the one that each column shows
 * @param isStrict whether a cell that its column cannot hold is refused
 */
public record CellFormat(
        CsvSource.Format csv, Optional<Set<String>> missing, Optional<Character> point, boolean isStrict) {
    private static final String MISSING = "missing";
    private static final String HEADER = "header";
    private static final String SEPARATOR = "separator";
    private static final String DECIMAL = "decimal";

    public CellFormat {
        missing = missing.map(Set::copyOf);
    }

    /** A file in this format. */
    public CsvSource source(Path file) throws IOException {
        return CsvSource.of(file, csv);
    }

    /** Options with the texts of missing cells, the decimal sign and strictness. */
    public ReadOptions options() {
        return options(ReadOptions.standard());
    }

    /** These options with the texts of missing cells, the decimal sign and strictness. */
    public ReadOptions options(ReadOptions usual) {
        ReadOptions options = missing.map(usual::withMissing).orElse(usual);
        ReadOptions signed = point.map(options::withPoint).orElse(options);
        return isStrict ? signed.strictly() : signed;
    }

    /** This format with the missing cells of a model's training table, unless the user names others. */
    public CellFormat orMissingOf(Map<String, String> notes, String file) throws FileFormatException {
        return missing.isPresent() ? this : new CellFormat(csv, missing(notes, file), point, isStrict);
    }

    /** The notes of a training, by which the file is read again and other files are read, too. */
    public Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        missing.ifPresent(texts -> notes.put(
                MISSING, JsonArray.of(new TreeSet<>(texts), JsonValue::of).toString()));
        csv.header().ifPresent(there -> notes.put(HEADER, Boolean.toString(there)));
        csv.separator().ifPresent(by -> notes.put(SEPARATOR, String.valueOf(by)));
        point.ifPresent(sign -> notes.put(DECIMAL, String.valueOf(sign)));
        return notes;
    }

    /** Reads the notes of a checkpoint. */
    public static CellFormat of(Map<String, String> notes, String file) throws FileFormatException {
        CsvSource.Format csv = new CsvSource.Format(
                sign(notes, SEPARATOR, _ -> true),
                Optional.ofNullable(notes.get(HEADER)).map(Boolean::valueOf));
        return new CellFormat(csv, missing(notes, file), sign(notes, DECIMAL, s -> s == '.' || s == ','), false);
    }

    private static Optional<Character> sign(Map<String, String> notes, String key, Predicate<Character> isTaken) {
        return Optional.ofNullable(notes.get(key))
                .filter(s -> s.length() == 1)
                .map(s -> s.charAt(0))
                .filter(isTaken);
    }

    private static Optional<Set<String>> missing(Map<String, String> notes, String file) throws FileFormatException {
        String text = notes.get(MISSING);
        try {
            return text == null
                    ? Optional.empty()
                    : Optional.of(Set.copyOf(Field.root(JsonValue.parse(text)).list(Field::text)));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(
                    file + ": the note \"missing\" must be a list of texts; the file is damaged", e);
        }
    }
}
