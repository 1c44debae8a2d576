package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Moment.Season;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Finds the seasons of dates: by the number of rows at each place of a season, and by the mean of each other column there. Times of
 * day that are all full hours have the hour as their season without a test; others are on a circle. Mutable; for one search.
 */
public final class SeasonSearch {
    private static final double ROOM = 1e-7;
    private static final int HOURS = 24;

    private final Schema schema;
    private final Rows rows;

    private SeasonSearch(Schema schema, Rows rows) {
        this.schema = schema;
        this.rows = rows;
    }

    /**
     * The dates of a table with seasons.
     *
     * @param kept the names of columns that stay as they are
     * @param asked the seasons of columns that need not show them
     */
    public static List<Moment> of(Schema schema, Rows rows, Set<String> kept, Map<String, Set<Season>> asked) {
        SeasonSearch search = new SeasonSearch(schema, rows);
        List<Column> columns = schema.modelled().columns();
        List<Moment> found = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            Column c = columns.get(j);
            Notation notation = schema.notation(c.name());
            if (c.mayBeTime() && !(notation instanceof Notation.Numbers) && !kept.contains(c.name())) {
                search.moment(j, c.name(), notation, asked.getOrDefault(c.name(), Set.of()))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Moment> moment(int j, String name, Notation notation, Set<Season> asked) {
        boolean isTime = notation instanceof Notation.Dates dates && !dates.hasDay();
        double[] known = rows.known(j);
        Set<Season> seasons = EnumSet.noneOf(Season.class);
        if (!isTime) {
            seasons.addAll(asked);
        }
        boolean areDays = areWhole(known, 1);
        if (isTime
                && areWhole(known, HOURS)
                && known.length
                        >= RelationDefaults.ROWS_OF_A_PLACE
                                * Season.HOUR.places().size()) {
            seasons.add(Season.HOUR);
        }
        for (Season season : Season.values()) {
            if (!isTime && asked.isEmpty() && !(areDays && season == Season.HOUR) && hasSeason(j, season)) {
                seasons.add(season);
            }
        }
        if (seasons.isEmpty()) {
            return Optional.empty();
        }
        boolean isCentred = areWhole(known, seasons.contains(Season.HOUR) ? HOURS : 1);
        boolean areFirsts = seasons.equals(Set.of(Season.MONTH))
                && Arrays.stream(known).allMatch(d -> Notation.Dates.isFirst(d, 1));
        Moment.Trend trend = isTime ? Moment.Trend.NONE : areFirsts ? Moment.Trend.YEARS : Moment.Trend.DAYS;
        Moment moment = new Moment(name, seasons, isCentred, trend);
        boolean areFree = moment.sources().stream().noneMatch(schema.names()::contains);
        return areFree ? Optional.of(moment) : Optional.empty();
    }

    private static boolean areWhole(double[] numbers, int perDay) {
        return Arrays.stream(numbers).allMatch(x -> Math.abs(x * perDay - Math.rint(x * perDay)) < ROOM);
    }

    private boolean hasSeason(int date, Season season) {
        int places = season.places().size();
        double[] days = rows.copyColumn(date);
        int[] at = IntStream.range(0, days.length)
                .filter(i -> !Double.isNaN(days[i]))
                .toArray();
        if (at.length < RelationDefaults.ROWS_OF_A_PLACE * places) {
            return false;
        }
        Moment alone = new Moment("", Set.of(season), false, Moment.Trend.DAYS);
        int[] place = IntStream.of(at).map(i -> (int) alone.split(days[i])[0]).toArray();
        if (IntStream.of(place).distinct().count() < 2) {
            return false;
        }
        long[] cycle = IntStream.of(at).mapToLong(i -> cycle(season, days[i])).toArray();
        List<Integer> others = IntStream.range(0, rows.features())
                .filter(j -> j != date)
                .limit(RelationDefaults.MOST_COLUMNS_OF_SEASONS)
                .boxed()
                .toList();
        double level = RelationDefaults.SEASON_LEVEL / (Season.values().length * (1 + others.size()));
        double[] known = IntStream.of(at).mapToDouble(i -> days[i]).toArray();
        return pValueOfCounts(season, cycle, place, known) < level
                || others.stream()
                        .map(this::numbers)
                        .map(numbers -> IntStream.of(at).mapToDouble(numbers).toArray())
                        .anyMatch(numbers -> pValueOfMeans(season, cycle, place, known, numbers) < level);
    }

    /**
     * Months differ only if their rows, and their rows a day, do: all days of years are no season. Dates on first days of months have a grid,
     * which says nothing.
     */
    private static double pValueOfCounts(Season season, long[] cycle, int[] place, double[] days) {
        boolean isMonth = season == Season.MONTH;
        if (isMonth && Arrays.stream(days).allMatch(d -> Notation.Dates.isFirst(d, 1))) {
            return 1;
        }
        double[] ones = Arrays.stream(days).map(_ -> 1).toArray();
        double rows = Cycles.pValueOfCounts(season.places().size(), cycle, place, ones);
        double[] parts =
                Arrays.stream(days).map(d -> 1.0 / date(d).lengthOfMonth()).toArray();
        return isMonth ? Math.max(rows, Cycles.pValueOfCounts(season.places().size(), cycle, place, parts)) : rows;
    }

    /** Months are tested by their means, too, since the ranks of a few years show nothing. */
    private static double pValueOfMeans(Season season, long[] cycle, int[] place, double[] days, double[] numbers) {
        int places = season.places().size();
        double ranks = Cycles.pValueOfMeans(places, cycle, place, numbers);
        return season == Season.MONTH
                ? Math.min(ranks, Cycles.pValueOfRepeats(places, twelfths(days), numbers))
                : ranks;
    }

    /** The twelfths of years since the first day, so that three years are 36 of them, whatever the day of the month. */
    private static long[] twelfths(double[] days) {
        double first = Arrays.stream(days).min().orElse(0);
        // first days of months lie in the middles of twelfths
        double shift = Arrays.stream(days).allMatch(d -> Notation.Dates.isFirst(d, 1)) ? 0.5 : 0;
        double twelfth = Moment.DAYS_OF_YEAR / Season.MONTH.places().size();
        return Arrays.stream(days)
                .mapToLong(d -> (long) Math.floor((d - first) / twelfth + shift))
                .toArray();
    }

    private static LocalDate date(double days) {
        return LocalDate.ofEpochDay((long) Math.floor(days + ROOM));
    }

    /** The numbers of a column by row; of a category, whether a row has its most frequent label. */
    private IntToDoubleFunction numbers(int j) {
        if (!schema.modelled().columns().get(j).isCategory()) {
            return i -> rows.get(i, j);
        }
        double[] known = rows.known(j);
        double usual =
                DoubleStream.of(known)
                        .boxed()
                        .collect(Collectors.groupingBy(x -> x, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(0.0);
        return i -> Double.isNaN(rows.get(i, j)) ? Double.NaN : rows.get(i, j) == usual ? 1 : 0;
    }

    /** The number of the year, week or day. */
    private static long cycle(Season season, double days) {
        long day = (long) Math.floor(days + ROOM);
        return switch (season) {
            case MONTH -> date(days).getYear();
            case WEEKDAY -> Math.floorDiv(day + 3, 7);
            case HOUR -> day;
        };
    }
}
