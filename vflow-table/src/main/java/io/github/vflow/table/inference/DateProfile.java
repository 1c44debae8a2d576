package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Notation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the pattern of dates and times that most texts of a column have. Mutable. */
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
            "MMM d uuuu",
            "d MMMM uuuu",
            "MMMM d, uuuu",
            "MMMM d uuuu",
            Notation.Dates.DIGITS);

    private static final List<String> MONTHS =
            List.of("uuuu-MM", "uuuu/MM", "MM/uuuu", "MMM uuuu", "MMMM uuuu", "MMM-uuuu");

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

    private long texts;
    private long count;
    private String first = "";
    private List<Notation.Dates> possible = List.of();
    /** The texts since the first that have no form of it. */
    private long others;

    private boolean areFirsts;
    private boolean areJanuaries;
    /** The first text of each form, of texts that do not follow the others. */
    private final Map<Notation.Dates, String> forms = new LinkedHashMap<>();

    private long looked;
    private long formed;

    /** Dates where some have a time. */
    private record PartlyTimed(Notation.Dates day, Notation.Dates timed, Notation.Dates either) {}

    /** Adds a text. Once most texts have another form than the first, the next text tells the form. */
    void add(String text) {
        texts++;
        if (count == 0 || others > count) {
            begin(text);
            return;
        }
        List<Notation.Dates> fitting = possible;
        if (!possible.stream().allMatch(d -> isOf(d, text))) {
            fitting = possible.stream().filter(d -> isOf(d, text)).toList();
        }
        if (fitting.isEmpty()) {
            fitting = partlyTimed()
                    .filter(p -> possible.contains(p.day) || possible.contains(p.timed))
                    .map(PartlyTimed::either)
                    .filter(d -> isOf(d, text))
                    .toList();
        }
        if (fitting.isEmpty()) {
            others++;
            look(text);
            return;
        }
        possible = fitting;
        count++;
        if (areFirsts) {
            double days = possible.getFirst().parse(text);
            areFirsts = Notation.Dates.isFirst(days, 1);
            areJanuaries &= Notation.Dates.isFirst(days, 12);
        }
    }

    /** Begins with a text that has a form; few texts are tried. */
    private void begin(String text) {
        List<Notation.Dates> fitting = look(text);
        if (fitting.isEmpty()) {
            others++;
            return;
        }
        first = text;
        possible = fitting;
        count = 1;
        others = 0;
        double days = possible.getFirst().parse(text);
        areFirsts = Notation.Dates.isFirst(days, 1);
        areJanuaries = Notation.Dates.isFirst(days, 12);
    }

    /** Looks for the forms of a text on its own. */
    private List<Notation.Dates> look(String text) {
        if (looked == KindDefaults.TEXTS_FOR_FORMS) {
            return List.of();
        }
        looked++;
        List<Notation.Dates> fitting = LIKELY.matcher(text).matches()
                ? ALL.stream().filter(d -> isOf(d, text)).toList()
                : List.of();
        if (!fitting.isEmpty()) {
            forms.putIfAbsent(fitting.getFirst(), text);
            formed++;
        }
        return fitting;
    }

    /** The first text of each form, where the texts are dates in several; else none. */
    List<String> forms() {
        double unformed = (texts - count) * (looked - formed) / (double) Math.max(1, looked);
        return forms.size() > 1 && unformed <= (1 - KindDefaults.UNIQUE) * texts
                ? List.copyOf(forms.values())
                : List.of();
    }

    private static boolean isOf(Notation.Dates form, String text) {
        return form.fits(text) && !Double.isNaN(form.parse(text));
    }

    /** Dates with a time, or without one where it is midnight. */
    private static Stream<PartlyTimed> partlyTimed() {
        return DAYS.stream()
                .flatMap(day -> TIMES.stream()
                        .flatMap(time -> Stream.of("'T'", " ")
                                .map(between -> new PartlyTimed(
                                        Notation.Dates.of(day),
                                        Notation.Dates.of(day + between + time),
                                        Notation.Dates.of(day + "[" + between + time + "]")))));
    }

    private static List<Notation.Dates> all() {
        Stream<String> moments = DAYS.stream()
                .flatMap(day -> TIMES.stream().flatMap(time -> Stream.of(day + "'T'" + time, day + " " + time)));
        return Stream.of(DAYS.stream(), MONTHS.stream(), TIMES.stream(), moments)
                .flatMap(patterns -> patterns)
                .map(Notation.Dates::of)
                .toList();
    }

    /** The number of texts that have the pattern. */
    long count() {
        return count;
    }

    /** The first text of the pattern. */
    String first() {
        return first;
    }

    /** The pattern of the texts; empty if there is none, or days and months cannot be told apart. */
    Optional<Notation.Dates> pattern() {
        return possible.isEmpty() || !isOne(possible)
                ? Optional.empty()
                : Optional.of(possible.getFirst().every(grid()));
    }

    private int grid() {
        return count < KindDefaults.DATES_FOR_GRID || !areFirsts ? 0 : areJanuaries ? 12 : 1;
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
