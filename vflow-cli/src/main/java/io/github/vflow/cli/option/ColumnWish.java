package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.text.Numerals;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kind that the user gives a column.
 *
 * @param column its name
 * @param kind real, integer, category, ignore, heavy, or bounded with a range
 * @param range of a bounded column
 */
record ColumnWish(String column, ReadOptions.Kind kind, Optional<ReadOptions.Range> range) {
    private static final Map<String, ReadOptions.Kind> KINDS = Map.of(
            "real",
            ReadOptions.Kind.REAL,
            "integer",
            ReadOptions.Kind.WHOLE,
            "whole",
            ReadOptions.Kind.WHOLE,
            "category",
            ReadOptions.Kind.CATEGORY,
            "heavy",
            ReadOptions.Kind.HEAVY_TAILED,
            "ignore",
            ReadOptions.Kind.IGNORED);

    private static final Pattern RANGE = Pattern.compile("(bounded|circular):(.+)\\.\\.(.+)");

    /**
     * Reads a word NAME=KIND.
     *
     * @throws UsageException if it is something else
     */
    static ColumnWish of(String word) {
        int at = word.lastIndexOf('=');
        String kind = word.substring(at + 1);
        Matcher bounds = RANGE.matcher(kind);
        if (at >= 1 && KINDS.containsKey(kind)) {
            return new ColumnWish(word.substring(0, at), KINDS.get(kind), Optional.empty());
        }
        if (at >= 1 && bounds.matches()) {
            double low = Numerals.parse(bounds.group(2));
            double high = Numerals.parse(bounds.group(3));
            if (low < high && Float.isFinite((float) low) && Float.isFinite((float) high)) {
                ReadOptions.Range range = new ReadOptions.Range(low, high);
                ReadOptions.Kind ranged =
                        bounds.group(1).equals("bounded") ? ReadOptions.Kind.BOUNDED : ReadOptions.Kind.CIRCULAR;
                return new ColumnWish(word.substring(0, at), ranged, Optional.of(range));
            }
        }
        throw new UsageException("--column must be NAME=KIND with KIND real, integer, category, ignore, heavy,"
                + " bounded:LOW..HIGH or circular:LOW..HIGH, but is \"" + word + "\"");
    }

    /** These options with the wish. */
    ReadOptions in(ReadOptions options) {
        ReadOptions with = options.with(column, kind);
        return range.map(r -> with.with(column, r)).orElse(with);
    }
}
