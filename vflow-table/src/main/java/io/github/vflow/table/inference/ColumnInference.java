package io.github.vflow.table.inference;

import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.text.LabelKey;
import io.github.vflow.table.source.text.Numerals;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides the kind of one column, from its profile and the wishes of the user, and says so where it is not plain.
 *
 * @param at the place of the column, counted from 1
 * @param p the profile of its cells
 * @param findings receives the findings about the column
 */
record ColumnInference(ReadOptions options, int at, String name, ColumnProfile p, List<Finding> findings) {
    private static final String OTHER = "other";

    private static final Pattern ID_NAME = Pattern.compile(
            "(?i)(.*[^a-z])?(id|ids|nr|no|num|number|key|code|uuid|guid|index|serial|account|phone|isbn|sku)([^a-z].*)?");
    private static final Pattern TIME_NAME = Pattern.compile(
            "(?i)(.*[^a-z])?(t|time|date|year|yr|month|week|day|hour|minute|second|jahr|monat|woche|tag|stunde|zeit)s?([^a-z].*)?");

    private static final Pattern MOMENT_NAME = Pattern.compile(
            "(?i)(.*[^a-z])?(t|ts|time|times|timestamp|timestamps|unixtime|epoch|datetime|date|at|created|updated|modified)([^a-z].*)?"
                    + "|.*(Time|Timestamp|Date|At)|.*(time|timestamp)");

    /** How the source writes the numbers of the column. */
    Notation notation(Column column, boolean isChosen) {
        boolean isDate = p.isDates() && column.mayBeTime();
        return isDate
                ? p.dates().pattern().<Notation>map(d -> d).orElse(Notation.PLAIN)
                : epoch(column, isChosen).orElseGet(p.numbers()::notation);
    }

    /** The unit of a column of seconds or milliseconds since 1970, by its name and range. */
    private Optional<Notation> epoch(Column column, boolean isChosen) {
        if (isChosen
                || !column.isContinuous()
                || !p.hasOnlyDigits()
                || !MOMENT_NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        for (Notation unit : List.of(Notation.SECONDS, Notation.MILLISECONDS)) {
            if (unit.number(p.numbers().chosen().min()) >= KindDefaults.FIRST_DAY
                    && unit.number(p.numbers().chosen().max()) < KindDefaults.LAST_DAY) {
                boolean areSeconds = unit.equals(Notation.SECONDS);
                add(Finding.note(
                        "holds " + (areSeconds ? "seconds" : "milliseconds")
                                + " since 1970, which are real numbers of days",
                        "make it real if they are none"));
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    Column chosen(ReadOptions.Kind kind) {
        return switch (kind) {
            case REAL -> Column.real(name);
            case HEAVY_TAILED -> Column.heavyTailed(name);
            case BOUNDED -> {
                ReadOptions.Range range = range("bounded");
                yield Column.bounded(name, range.least(), range.most());
            }
            case CIRCULAR -> {
                ReadOptions.Range range = range("circular");
                yield new Column.Circular(name, range.least(), range.most());
            }
            case WHOLE -> Column.whole(name);
            case IGNORED -> Column.ignored(name);
            case CATEGORY -> {
                List<String> labels = p.labels().areMany()
                        ? p.labels().frequent(KindDefaults.MOST_LABELS - 1)
                        : p.labels().all();
                if (p.labels().size() < 2 || labels.isEmpty()) {
                    add(Finding.problem(
                            "must have 2 to " + KindDefaults.MOST_LABELS
                                    + " labels to be categories, or some frequent ones, but has "
                                    + (p.labels().size() < 2 ? p.labels().size() : "more"),
                            "choose another kind"));
                    yield Column.ignored(name);
                }
                yield p.labels().areMany() ? withOther(labels) : Column.category(name, labels);
            }
        };
    }

    private ReadOptions.Range range(String kind) {
        ReadOptions.Range range = options.ranges().get(name);
        if (range == null) {
            throw new IllegalArgumentException("ReadOptions: the " + kind + " column \"" + name
                    + "\" must have a range but has none; give its bounds");
        }
        return range;
    }

    Column inferred(boolean unnamed) {
        if (p.known() == 0) {
            return ignored("has no known cell, so it is ignored", "");
        }
        if (p.isConstant()) {
            add(Finding.note(
                    "is " + Finding.quoted(p.value()) + " in all rows, so the model leaves it out and checks it", ""));
            return Column.constant(name, p.value());
        }
        if (p.isDates()) {
            return dates();
        }
        if (p.isCount() && (unnamed || isIndexName())) {
            return ignored("counts the rows, so it is ignored", "");
        }
        if (p.isCode()) {
            add(Finding.note(
                    "has digits that begin with zero, so they are codes and no numbers",
                    "make it whole or real to use them as numbers"));
            return text();
        }
        if (p.isNumeric() && p.isUnique() && p.hasOnlyDigits() && (isIdName() || (p.isSerial() && !isTimeName()))) {
            return ignored(
                    "numbers the rows: nearly all of its whole numbers differ, so it is ignored",
                    "make it real to use it");
        }
        if (p.isNumeric() && p.isMixedId()) {
            return ignored(
                    "holds ids of digits, some with letters: nearly all of its cells differ, so it is ignored",
                    "make it real to use its numbers");
        }
        if (p.isNumeric()) {
            return p.isWhole() ? Column.whole(name) : Column.real(name);
        }
        return text();
    }

    private Column text() {
        if (2 * p.hints().count() > p.known()) {
            add(Finding.problem(
                            "holds numbers in a form that is not read, first "
                                    + Finding.quoted(p.hints().text()),
                            Numerals.hint(p.hints().text()))
                    .at(p.hints().count(), p.hints().line()));
            return Column.ignored(name);
        }
        List<String> forms = p.dates().forms();
        if (!forms.isEmpty()) {
            return ignored(
                    "looks like dates in " + forms.size() + " forms, such as " + Finding.quoted(forms.get(0)) + " and "
                            + Finding.quoted(forms.get(1)) + ", so it is ignored",
                    "write them in one form to use them");
        }
        LabelProfile labels = p.labels();
        if (labels.isNearlyDistinct()) {
            List<String> frequent = labels.frequent(KindDefaults.MOST_FREQUENT);
            if (frequent.size() >= 2 && labels.cells(frequent) >= KindDefaults.LEAST_FREQUENT * p.known()) {
                return withOther(frequent);
            }
            String many = labels.areMany() ? "more than " + KindDefaults.MOST_LABELS : Integer.toString(labels.size());
            return ignored(
                    "holds text with " + many + " different values in " + p.known() + " cells, so it is ignored",
                    labels.areMany() ? "group its values to use it" : "make it a category to use it");
        }
        List<String> alike = labels.alike();
        if (!alike.isEmpty() && labels.merged().size() >= 2) {
            add(Finding.note(
                    "has labels that differ in case or blanks alone, such as "
                            + alike.stream().map(Finding::quoted).collect(Collectors.joining(" and "))
                            + ", which are taken for " + Finding.quoted(alike.getFirst()),
                    "make it a category to keep them apart"));
        }
        if (labels.areOpen()) {
            return withOther(labels.repeated());
        }
        return Column.category(name, labels.merged().size() >= 2 ? labels.merged() : labels.all());
    }

    /** The frequent labels, and one for all other texts. */
    private Column withOther(List<String> frequent) {
        String other = frequent.stream()
                .filter(label -> LabelKey.of(label).equals(OTHER))
                .findFirst()
                .orElse(OTHER);
        List<String> all = Stream.concat(frequent.stream(), Stream.of(other))
                .distinct()
                .sorted()
                .toList();
        double rest = 1 - p.labels().cells(frequent) / (double) p.known();
        add(Finding.note(
                "holds text with "
                        + (p.labels().areMany()
                                ? "more than " + KindDefaults.MOST_LABELS
                                : p.labels().size())
                        + " different values, so the " + frequent.size()
                        + " most frequent are labels and all others are "
                        + Finding.quoted(other)
                        + String.format(Locale.ROOT, ", %.2g %% of the cells", 100 * rest),
                ""));
        return Column.category(name, all, other);
    }

    private Column dates() {
        DateProfile dates = p.dates();
        if (dates.pattern().isEmpty()) {
            return ignored(
                    "holds dates such as " + Finding.quoted(dates.first())
                            + ", whose days and months cannot be told apart, so it is ignored",
                    "write them as 2024-05-31 to use them");
        }
        add(Finding.note(
                dates.pattern().get().hasDay()
                        ? "holds dates in the form " + dates.pattern().get().pattern()
                                + ", which are real numbers of days"
                                + grid(dates.pattern().get().months())
                        : "holds times of day in the form "
                                + dates.pattern().get().pattern() + ", which are parts of a day on a circle",
                ""));
        return dates.pattern().get().hasDay() ? Column.real(name) : new Column.Circular(name, 0, 1);
    }

    private static String grid(int months) {
        return months == 0 ? "" : ", all on the first of " + (months == 1 ? "a month" : "January");
    }

    private Column ignored(String why, String remedy) {
        add(Finding.note(why, remedy));
        return Column.ignored(name);
    }

    void add(Finding finding) {
        findings.add(finding.in(at, name));
    }

    private boolean isIdName() {
        return ID_NAME.matcher(name).matches() || name.endsWith("Id") || name.endsWith("ID");
    }

    private boolean isTimeName() {
        return TIME_NAME.matcher(name).matches();
    }

    private boolean isIndexName() {
        return name.equalsIgnoreCase("index") || name.equalsIgnoreCase("id") || name.startsWith("Unnamed:");
    }
}
