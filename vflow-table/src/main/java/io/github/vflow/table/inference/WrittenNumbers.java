package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.TableSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds the decimal signs of a source that is read under a schema of another one. */
public final class WrittenNumbers {
    private WrittenNumbers() {}

    /**
     * The schema with the decimal signs of a source. The sign is the user's, else the one that the first records of a column show, else the one that
     * other columns show. Without any, it is the sign with which the numbers are like the training's.
     *
     * @param opened a cursor of the source
     * @param from the cell of each column of the schema; below zero if records have none
     * @return the schema itself if the cells of the source are no texts
     * @throws IOException if the source cannot be read
     */
    public static Schema in(
            TableSource source, TableSource.Cursor opened, Schema schema, int[] from, ReadOptions options)
            throws IOException {
        // a source of other cells may have one pass only
        if (!opened.isText()) {
            return schema;
        }
        Map<String, NumberProfile> profiles = profiles(source, schema, from, options);
        Optional<Character> shown = DecimalSigns.shown(profiles.values());
        Schema read = schema;
        for (Map.Entry<String, NumberProfile> column : profiles.entrySet()) {
            NumberProfile numbers = column.getValue();
            if (!(schema.notation(column.getKey()) instanceof Notation.Numbers trained)) {
                continue;
            }
            Optional<Character> sign =
                    options.point().or(numbers::decided).or(() -> shown).or(() -> fitting(trained, numbers));
            if (sign.isPresent()) {
                numbers.choose(sign.get());
                read = read.with(
                        column.getKey(),
                        written(trained, sign.get(), numbers.chosen().group()));
            }
        }
        return read;
    }

    /** The sign with which numbers that can be read either way are like the training's: with decimals and without groups. */
    private static Optional<Character> fitting(Notation.Numbers trained, NumberProfile numbers) {
        char other = trained.point() == '.' ? ',' : '.';
        boolean fits = numbers.isUnclear()
                && trained.group().isEmpty()
                && trained.most() > 0
                && numbers.unclear().text().indexOf(other) >= 0;
        return fits ? Optional.of(other) : Optional.empty();
    }

    private static Notation written(Notation.Numbers trained, char sign, Optional<Character> found) {
        // the signs of another language change places
        Optional<Character> usual = trained.group().map(g -> g == sign ? trained.point() : g);
        return trained.with(sign, found.or(() -> usual));
    }

    private static Map<String, NumberProfile> profiles(
            TableSource source, Schema schema, int[] from, ReadOptions options) throws IOException {
        MissingCells gaps = MissingCells.of(options);
        Map<String, NumberProfile> profiles = new LinkedHashMap<>();
        try (TableSource.Cursor cursor = source.open()) {
            int width = cursor.columns().size();
            Map<Integer, NumberProfile> byPlace = new LinkedHashMap<>();
            for (int i = 0; i < from.length; i++) {
                String name = schema.columns().get(i).name();
                if (from[i] >= 0
                        && schema.notation(name) instanceof Notation.Numbers
                        && schema.notations().containsKey(name)) {
                    NumberProfile numbers = new NumberProfile();
                    byPlace.put(from[i], numbers);
                    profiles.put(name, numbers);
                }
            }
            for (int n = 0; n < KindDefaults.ROWS_FOR_DECIMAL_SIGN && !byPlace.isEmpty() && cursor.next(); n++) {
                for (Map.Entry<Integer, NumberProfile> column : byPlace.entrySet()) {
                    String text = cursor.width() == width
                            ? cursor.text(column.getKey()).strip()
                            : "";
                    if (!gaps.has(text)) {
                        column.getValue().add(text, cursor.line());
                    }
                }
            }
        }
        return profiles;
    }
}
