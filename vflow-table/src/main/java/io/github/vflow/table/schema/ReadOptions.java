package io.github.vflow.table.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the cells of a source become a table.
 *
 * @param missing the texts of a cell that is missing, beside the empty one
 * @param kinds of columns, by name; the kinds of other columns are inferred
 * @param ranges the numbers that columns may have, by name; a cell with another number is missing
 * @param only the columns to keep, while others are ignored; empty for all
 * @param point the decimal sign of texts, a point or a comma; empty for the one that each column shows
 * @param seasons of columns of dates, by name; other dates have the seasons that the table shows
 * @param isStrict whether a cell that its column cannot hold is a problem, and none is taken as missing or as the nearest value
 * @param namesMissing whether the user names the texts of missing cells, so that none is a label; else the cells of a column may show that one is
 */
public record ReadOptions(
        Set<String> missing,
        Map<String, Kind> kinds,
        Map<String, Range> ranges,
        Optional<Set<String>> only,
        Optional<Character> point,
        Map<String, Set<Moment.Season>> seasons,
        boolean isStrict,
        boolean namesMissing) {
    private static final Set<String> USUAL = Set.of("NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "-");

    /**
     * Numbers from one to another.
     *
     * @param least the smallest
     * @param most the largest, which is greater
     */
    public record Range(double least, double most) {
        public Range {
            if (!(least < most)) {
                throw new IllegalArgumentException(
                        "Range: least must be below most but they are " + least + " and " + most + "; exchange them");
            }
        }

        public boolean has(double number) {
            return number >= least && number <= most;
        }
    }

    public ReadOptions {
        missing = Set.copyOf(missing);
        kinds = Map.copyOf(kinds);
        ranges = Map.copyOf(ranges);
        only = only.map(Set::copyOf);
        seasons = Map.copyOf(seasons);
    }

    /** Infers every column; missing cells are empty, NA, N/A, NaN, nan, null, NULL, None, ? or -, unless the text is a label of its column. */
    public static ReadOptions standard() {
        return new ReadOptions(USUAL, Map.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of(), false, false);
    }

    /** With these texts for missing cells, beside the empty one; none is a label. */
    public ReadOptions withMissing(Set<String> texts) {
        return new ReadOptions(texts, kinds, ranges, only, point, seasons, isStrict, true);
    }

    /** With a column of such a kind. */
    public ReadOptions with(String column, Kind kind) {
        Map<String, Kind> more = new HashMap<>(kinds);
        more.put(column, kind);
        return new ReadOptions(missing, more, ranges, only, point, seasons, isStrict, namesMissing);
    }

    /** With the numbers that a column may have. */
    public ReadOptions with(String column, Range range) {
        Map<String, Range> more = new HashMap<>(ranges);
        more.put(column, range);
        return new ReadOptions(missing, kinds, more, only, point, seasons, isStrict, namesMissing);
    }

    /** With these columns alone; all others are ignored. */
    public ReadOptions withOnly(List<String> columns) {
        return new ReadOptions(
                missing, kinds, ranges, Optional.of(Set.copyOf(columns)), point, seasons, isStrict, namesMissing);
    }

    /** With this decimal sign, a point or a comma. */
    public ReadOptions withPoint(char sign) {
        return new ReadOptions(missing, kinds, ranges, only, Optional.of(sign), seasons, isStrict, namesMissing);
    }

    /** With these seasons of a column of dates, whether the table shows them or not. */
    public ReadOptions withSeasons(String column, Set<Moment.Season> asked) {
        Map<String, Set<Moment.Season>> more = new HashMap<>(seasons);
        more.put(column, Set.copyOf(asked));
        return new ReadOptions(missing, kinds, ranges, only, point, more, isStrict, namesMissing);
    }

    /** With a problem for each column with a cell that it cannot hold. */
    public ReadOptions strictly() {
        return new ReadOptions(missing, kinds, ranges, only, point, seasons, true, namesMissing);
    }

    /** The kind that the user gives a column; empty if it is to be inferred. */
    public Optional<Kind> kind(String column) {
        if (kinds.containsKey(column)) {
            return Optional.of(kinds.get(column));
        }
        return only.filter(kept -> !kept.contains(column)).map(_ -> Kind.IGNORED);
    }

    /** The kinds that a user may ask for. */
    public enum Kind {
        /** Real numbers. */
        REAL,
        /** Real numbers inside of the range that the options give, seen through a logit. */
        BOUNDED,
        /** Real numbers on a circle whose ends the options give. */
        CIRCULAR,
        /** Real numbers with heavy tails, seen through an arcsinh. */
        HEAVY_TAILED,
        /** Whole numbers. */
        WHOLE,
        /** Categories. */
        CATEGORY,
        /** Left out. */
        IGNORED
    }
}
