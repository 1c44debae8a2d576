package io.github.vflow.table.inference;

import io.github.vflow.table.schema.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the pattern of dates and times that all texts of a column have. Mutable. */
final class DateProfile {
    /** Padded forms come first: they are refused by the first text that has another form. */
    private static final List<String> DAYS = List.of(
            "uuuu-MM-dd",
            "uuuu-M-d",
            "uuuu/MM/dd",
            "uuuu/M/d",
            "uuuu.MM.dd",
            "dd.MM.uuuu",
            "d.M.uuuu",
            "dd-MM-uuuu",
            "d-M-uuuu",
            "dd/MM/uuuu",
            "d/M/uuuu",
            "MM/dd/uuuu",
            "M/d/uuuu",
            "MM-dd-uuuu",
            "dd-MMM-uuuu",
            "d-MMM-uuuu",
            "d MMM uuuu",
            "MMM d, uuuu",
            "d MMMM uuuu",
            "MMMM d, uuuu");

    private static final List<String> TIMES = List.of(
            "HH:mm:ss",
            "H:mm:ss",
            "HH:mm",
            "H:mm",
            "h:mm a",
            "h:mm:ss a",
            "HH:mm:ss.S",
            "HH:mm:ss.SSS",
            "HH:mm:ss.SSSSSS",
            "HH:mmX",
            "HH:mm:ssX",
            "HH:mm:ssXXX",
            "HH:mm:ss.SSSX",
            "HH:mm:ss.SSSXXX",
            "HH:mm:ss.SSSSSSX",
            "HH:mm[:ss]",
            "HH:mm[:ss]X");

    private static final Pattern LIKELY = Pattern.compile("(?=.*\\d)[\\p{Alnum}:/., +-]{4,35}");

    private static final List<Notation.Dates> ALL = all();

    private long count;
    private String first = "";
    private List<Notation.Dates> possible = List.of();
    private boolean failed;

    /** Adds a text. */
    void add(String text) {
        if (failed) {
            return;
        }
        count++;
        if (count == 1) {
            first = text;
            possible = LIKELY.matcher(text).matches() ? ALL : List.of();
        }
        if (possible.stream().anyMatch(d -> Double.isNaN(d.parse(text)))) {
            possible =
                    possible.stream().filter(d -> !Double.isNaN(d.parse(text))).toList();
        }
        failed = possible.isEmpty();
    }

    private static List<Notation.Dates> all() {
        Stream<String> moments = DAYS.stream()
                .flatMap(day -> TIMES.stream().flatMap(time -> Stream.of(day + "'T'" + time, day + " " + time)));
        return Stream.of(DAYS.stream(), TIMES.stream(), moments)
                .flatMap(patterns -> patterns)
                .map(Notation.Dates::of)
                .toList();
    }

    /** The number of texts; zero if one has no pattern of the others. */
    long count() {
        return failed ? 0 : count;
    }

    /** The first text. */
    String first() {
        return first;
    }

    /** The pattern of all texts; empty if there is none, or days and months cannot be told apart. */
    Optional<Notation.Dates> pattern() {
        List<Notation.Dates> others = new ArrayList<>(failed ? List.of() : possible);
        return others.isEmpty() || !isOne(others) ? Optional.empty() : Optional.of(others.getFirst());
    }

    /** Whether all patterns read the first text as the same day; a point stands after the day, never after the month. */
    private boolean isOne(List<Notation.Dates> patterns) {
        return patterns.stream().mapToDouble(d -> d.parse(first)).distinct().count() == 1
                && patterns.stream()
                                .map(d -> d.pattern().indexOf('d') < d.pattern().indexOf('M'))
                                .distinct()
                                .count()
                        == 1;
    }
}
