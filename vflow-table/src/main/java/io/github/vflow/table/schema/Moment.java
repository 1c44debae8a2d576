package io.github.vflow.table.schema;

import io.github.vflow.table.score.Scorer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A date or a time of day as its place in seasons, each a category, and a trend in days. The source of a table has the date alone.
 *
 * <p>Seasons divide time into cells: hours if the hour is one, else days. The trend moves the cells of equal places together, in their order: with
 * day of the week and hour, the trend counts the weeks, and each week has the length of an hour. So date ↔ (places, trend) is one-to-one and keeps
 * lengths, and ln p of places and trend is ln p of the date per day. A season has no end: its last place is one like the others. First days of
 * months are a month and a year.
 *
 * @param column the name of the date
 * @param seasons at least one
 * @param isCentred whether cells begin half a cell before their date, since all dates stand at the beginning of a cell
 * @param trend the rest beside the seasons
 */
public record Moment(String column, Set<Season> seasons, boolean isCentred, Trend trend) implements Relation.Parted {
    private static final int FIRST_YEAR = 1970;
    private static final long FIRST = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST = LocalDate.of(9999, 12, 31).toEpochDay();

    /** The difference of Thursday, the first of 1970, from a Monday. */
    private static final int MONDAY = 3;

    /** The mean length of a year. */
    public static final double DAYS_OF_YEAR = 365.2425;

    private static final int WEEK = 7;
    private static final int HOURS = 24;

    /** The part of a moment that is in no season. */
    public enum Trend {
        /** Days, and parts of them. */
        DAYS,
        /** Years, in days: dates are the first days of their months. */
        YEARS,
        /** Nothing: times of day are full hours. */
        NONE
    }

    /** A season, and its places. */
    public enum Season {
        /** January to December; a week belongs to the month of its Thursday. */
        MONTH,
        /** Monday to Sunday. */
        WEEKDAY,
        /** 0 to 23. */
        HOUR;

        /** The labels of the places, in their order. */
        public List<String> places() {
            return switch (this) {
                case MONTH -> named(Month.values(), m -> m.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
                case WEEKDAY -> named(DayOfWeek.values(), d -> d.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
                case HOUR ->
                    IntStream.range(0, HOURS).mapToObj(Integer::toString).toList();
            };
        }

        private static <T> List<String> named(T[] places, Function<T, String> name) {
            return Arrays.stream(places).map(name).toList();
        }

        /** "month", "weekday" or "hour". */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies the set, and checks that there is a season. */
    public Moment {
        if (seasons.isEmpty()) {
            throw new IllegalArgumentException(
                    "Moment: \"" + column + "\" must have a season but has none; leave it whole");
        }
        seasons = Set.copyOf(seasons);
    }

    /** The categories of the seasons, then the trend, which is real. */
    @Override
    public List<Column> parts() {
        List<Column> parts = new ArrayList<>();
        ordered().forEach(s -> parts.add(Column.category(column + " " + s.word(), s.places())));
        if (trend != Trend.NONE) {
            parts.add(Column.real(column + " trend"));
        }
        return parts;
    }

    /** The texts of the modelled columns of a schema that are dates, or trends of dates: the date that a trend gives with the seasons of a row. */
    @SuppressWarnings("exports") // for our own packages
    public static Map<String, Scorer.Text> texts(Schema schema) {
        Map<String, Scorer.Text> texts = new HashMap<>();
        schema.notations().forEach((name, notation) -> {
            if (!(notation instanceof Notation.Numbers)) {
                texts.put(name, (_, number) -> notation.text(number));
            }
        });
        List<String> modelled = schema.modelled().names();
        for (Moment moment : schema.moments()) {
            if (moment.trend != Trend.NONE) {
                Notation notation = schema.notation(moment.column);
                int[] places =
                        moment.sources().stream().mapToInt(modelled::indexOf).toArray();
                texts.put(
                        moment.sources().getLast(), (row, number) -> notation.text(moment.value(row, places, number)));
            }
        }
        return texts;
    }

    /** The date of a trend; the first place of a season that a row does not know. */
    private double value(double[] row, int[] places, double ofTrend) {
        double[] numbers = Arrays.stream(places)
                .mapToDouble(p -> p < row.length && !Double.isNaN(row[p]) ? row[p] : 0)
                .toArray();
        numbers[numbers.length - 1] = ofTrend;
        return value(numbers);
    }

    private Set<Season> ordered() {
        return EnumSet.copyOf(seasons);
    }

    @Override
    public List<String> sources() {
        return parts().stream().map(Column::name).toList();
    }

    /** The numbers of the parts of a date, in days since 1970-01-01. */
    public double[] split(double days) {
        if (trend == Trend.YEARS) {
            LocalDate day = LocalDate.ofEpochDay(Math.clamp((long) Math.floor(days), FIRST, LAST));
            return new double[] {day.getMonthValue() - 1.0, (day.getYear() - FIRST_YEAR) * DAYS_OF_YEAR};
        }
        double cells = days * perDay();
        double cell = Math.floor(cells + shift());
        double part = cells - cell;
        long day = (long) (has(Season.HOUR) ? Math.floor(cell / HOURS) : cell);
        long block = has(Season.WEEKDAY) ? Math.floorDiv(day + MONDAY, WEEK) : day;
        LocalDate anchor = LocalDate.ofEpochDay(Math.clamp(has(Season.WEEKDAY) ? block * WEEK : block, FIRST, LAST));
        long count = has(Season.MONTH) ? ordinal(anchor) : block;
        List<Double> numbers = new ArrayList<>();
        for (Season season : ordered()) {
            numbers.add(
                    switch (season) {
                        case MONTH -> anchor.getMonthValue() - 1.0;
                        case WEEKDAY -> (double) Math.floorMod(day + MONDAY, WEEK);
                        case HOUR -> cell - HOURS * Math.floor(cell / HOURS);
                    });
        }
        if (trend != Trend.NONE) {
            numbers.add((count + part) / perDay());
        }
        return numbers.stream().mapToDouble(x -> x).toArray();
    }

    @Override
    public double value(double[] numbers) {
        if (trend == Trend.YEARS) {
            long year = Math.clamp(FIRST_YEAR + Math.round(numbers[1] / DAYS_OF_YEAR), 1, 9_999);
            return LocalDate.of((int) year, (int) numbers[0] + 1, 1).toEpochDay();
        }
        int at = 0;
        int month = has(Season.MONTH) ? (int) numbers[at++] : -1;
        double weekday = has(Season.WEEKDAY) ? numbers[at++] : 0;
        double hour = has(Season.HOUR) ? numbers[at++] : 0;
        double cells = trend == Trend.NONE ? 0 : numbers[at] * perDay();
        double count = Math.floor(cells + shift());
        double part = cells - count;
        double block = month < 0 ? count : block(month, (long) count);
        double day = has(Season.WEEKDAY) ? block * WEEK - MONDAY + weekday : block;
        return (has(Season.HOUR) ? day * HOURS + hour + part : day + part) / perDay();
    }

    private boolean has(Season season) {
        return seasons.contains(season);
    }

    private int perDay() {
        return has(Season.HOUR) ? HOURS : 1;
    }

    /** Full hours need no room for rounding: (n/24)·24 is n, as for each divisor 2ⁱ + 2ʲ (Kahan). */
    private double shift() {
        return isCentred ? 0.5 : 0;
    }

    /** The number of days, or weeks, of the same month since 1970. */
    private long ordinal(LocalDate anchor) {
        long count = 0;
        for (int year = FIRST_YEAR; year < anchor.getYear(); year++) {
            count += length(year, anchor.getMonthValue());
        }
        for (int year = anchor.getYear(); year < FIRST_YEAR; year++) {
            count -= length(year, anchor.getMonthValue());
        }
        LocalDate first = anchor.withDayOfMonth(1);
        return count + (has(Season.WEEKDAY) ? weeks(first, anchor) : ChronoUnit.DAYS.between(first, anchor));
    }

    /** The block of an ordinal number among the blocks of a month; the nearest one in a year of four digits. */
    private long block(int month, long ordinal) {
        int year = FIRST_YEAR;
        long rest = ordinal;
        while (rest < 0 && year > 1) {
            year--;
            rest += length(year, month + 1);
        }
        while (rest >= length(year, month + 1) && year < 9999) {
            rest -= length(year, month + 1);
            year++;
        }
        rest = Math.clamp(rest, 0, length(year, month + 1) - 1);
        long first = LocalDate.of(year, month + 1, 1).toEpochDay();
        return has(Season.WEEKDAY) ? Math.ceilDiv(first, WEEK) + rest : first + rest;
    }

    /** The number of days, or Thursdays, of a month. */
    private long length(int year, int month) {
        LocalDate first = LocalDate.of(year, month, 1);
        return has(Season.WEEKDAY) ? weeks(first, first.plusMonths(1)) : first.lengthOfMonth();
    }

    /** The number of Thursdays from a day to the day before another. */
    private static long weeks(LocalDate from, LocalDate to) {
        return Math.ceilDiv(to.toEpochDay(), WEEK) - Math.ceilDiv(from.toEpochDay(), WEEK);
    }

    @Override
    public double source(int at, double[] numbers, double value) {
        return split(value)[at];
    }

    @Override
    public boolean givesSources() {
        return true;
    }

    @Override
    public double rounded(int at, double number) {
        return number;
    }

    @Override
    public boolean holds(double[] numbers, double value) {
        return Math.abs(value(numbers) - value) < (trend == Trend.NONE ? 1.0 / perDay() : 1e-6);
    }

    @Override
    public String words() {
        return "that of " + String.join(", ", sources());
    }

    /** "weekday, hour and trend". */
    @Override
    public String shown() {
        List<String> words = Stream.concat(
                        ordered().stream().map(Season::word), trend == Trend.NONE ? Stream.empty() : Stream.of("trend"))
                .toList();
        int last = words.size() - 1;
        return last == 0 ? words.getFirst() : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
