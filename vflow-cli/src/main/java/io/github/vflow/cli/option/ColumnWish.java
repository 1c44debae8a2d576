package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.text.Numerals;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kind that the user gives a column.
 *
 * @param column its name
 * @param kind real, integer, category, ignore, heavy, or bounded with a range; empty for dates with seasons
 * @param range of a bounded column
 * @param seasons of dates
 */
record ColumnWish(
        String column, Optional<ReadOptions.Kind> kind, Optional<ReadOptions.Range> range, Set<Moment.Season> seasons) {
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

    private static final Pattern SEASONS = Pattern.compile("season:((month|weekday|hour)(\\+(month|weekday|hour))*)");

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
            return new ColumnWish(word.substring(0, at), Optional.of(KINDS.get(kind)), Optional.empty(), Set.of());
        }
        Matcher seasons = SEASONS.matcher(kind);
        if (at >= 1 && seasons.matches()) {
            return new ColumnWish(
                    word.substring(0, at),
                    Optional.empty(),
                    Optional.empty(),
                    Stream.of(seasons.group(1).split("\\+"))
                            .map(season -> Moment.Season.valueOf(season.toUpperCase(Locale.ROOT)))
                            .collect(Collectors.toSet()));
        }
        if (at >= 1 && bounds.matches()) {
            double low = Numerals.parse(bounds.group(2));
            double high = Numerals.parse(bounds.group(3));
            if (low < high && Float.isFinite((float) low) && Float.isFinite((float) high)) {
                ReadOptions.Range range = new ReadOptions.Range(low, high);
                ReadOptions.Kind ranged =
                        bounds.group(1).equals("bounded") ? ReadOptions.Kind.BOUNDED : ReadOptions.Kind.CIRCULAR;
                return new ColumnWish(word.substring(0, at), Optional.of(ranged), Optional.of(range), Set.of());
            }
        }
        throw new UsageException("--column must be NAME=KIND with KIND real, integer, category, ignore, heavy,"
                + " bounded:LOW..HIGH, circular:LOW..HIGH or season:month, but is \"" + word + "\"");
    }

    /** These options with the wish. */
    ReadOptions in(ReadOptions options) {
        ReadOptions typed = kind.map(k -> options.with(column, k)).orElse(options);
        ReadOptions with = range.map(r -> typed.with(column, r)).orElse(typed);
        return seasons.isEmpty() ? with : with.withSeasons(column, seasons);
    }
}
