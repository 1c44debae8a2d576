package io.github.vflow.table.schema;

import io.github.vflow.table.source.text.Numerals;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The relations of a schema, applied to whole records. The numbers of a record are one for each column of the schema, NaN where a cell
 * is missing or the column has none. Immutable.
 */
public final class Relations {
    private final Schema schema;
    private final List<Column> columns;
    private final List<Rule> rules;
    private final List<LabelIntervals.Check> checks;

    private Relations(Schema schema, List<Column> columns, List<Rule> rules, List<LabelIntervals.Check> checks) {
        this.schema = schema;
        this.columns = columns;
        this.rules = rules;
        this.checks = checks;
    }

    /**
     * The relation of a column by places in a record.
     *
     * @param column the derived column
     * @param at its place
     * @param sources the columns that its relation reads
     * @param places the places of the sources
     */
    private record Rule(LeftOutKind.Derived column, int at, List<Column> sources, int[] places) {
        double[] numbers(double[] record) {
            return IntStream.of(places).mapToDouble(p -> record[p]).toArray();
        }
    }

    /** The relations of a schema. */
    public static Relations of(Schema schema) {
        Map<String, Integer> places = new HashMap<>();
        List<Column> columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            places.put(columns.get(i).name(), i);
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i) instanceof LeftOutKind.Derived derived) {
                int[] at = derived.by().sources().stream().mapToInt(places::get).toArray();
                rules.add(new Rule(
                        derived, i, IntStream.of(at).mapToObj(columns::get).toList(), at));
            }
        }
        return new Relations(schema, columns, rules, LabelIntervals.Check.of(schema));
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return rules.isEmpty() && checks.isEmpty();
    }

    /**
     * The numbers of a record by names; the gaps stay.
     *
     * @throws IllegalArgumentException if a column has no such value
     */
    public double[] record(Map<String, ?> values) {
        return columns.stream()
                .mapToDouble(c -> schema.encode(c, values.get(c.name())))
                .toArray();
    }

    /** The record of a row, which has one number for each modelled column; relations give the others. */
    public double[] record(double... row) {
        double[] record = new double[columns.size()];
        int used = 0;
        for (int i = 0; i < record.length; i++) {
            record[i] = columns.get(i).isModelled() ? row[used++] : Double.NaN;
        }
        complete(record);
        return record;
    }

    /**
     * A record with the gaps of a row. A derived cell is empty where one of its sources is: a file that had it would give the source.
     *
     * @param record without gaps; not modified
     * @param row a number for each modelled column, NaN for a gap
     */
    public double[] withGaps(double[] record, double[] row) {
        double[] seen = record.clone();
        int used = 0;
        for (int i = 0; i < seen.length; i++) {
            boolean isGap = columns.get(i).isModelled() && Double.isNaN(row[used++]);
            seen[i] = isGap ? Double.NaN : seen[i];
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : rules) {
                boolean isGap = !Double.isNaN(seen[rule.at])
                        && IntStream.of(rule.places).anyMatch(p -> Double.isNaN(seen[p]));
                seen[rule.at] = isGap ? Double.NaN : seen[rule.at];
                changed |= isGap;
            }
        }
        return seen;
    }

    /** The names of some columns, and of all that their relations read. */
    public Set<String> withSources(Set<String> names) {
        Set<String> all = new HashSet<>(names);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Rule rule : rules) {
                changed |= all.contains(rule.column.name())
                        && all.addAll(rule.column.by().sources());
            }
        }
        return all;
    }

    /**
     * A record whose gaps are filled: by relations where they give a number, else one after the other by a row that a model drew, so that no
     * relation breaks.
     *
     * @param read the record with its gaps
     * @param drawn a number for each modelled column
     */
    public double[] filled(double[] read, double[] drawn) {
        double[] record = read.clone();
        complete(record);
        int used = 0;
        for (int i = 0; i < record.length; i++) {
            if (columns.get(i).isModelled()) {
                if (Double.isNaN(record[i])) {
                    record[i] = bounded(record, i, drawn[used]);
                    complete(record);
                }
                used++;
            }
        }
        return record;
    }

    /** A drawn number, or the least of the known numbers that it must not exceed. */
    private double bounded(double[] record, int at, double drawn) {
        return rules.stream()
                .filter(r -> r.column.by() instanceof Relation.Near near && near.isLeast() && r.places[0] == at)
                .mapToDouble(r -> record[r.at])
                .filter(x -> !Double.isNaN(x))
                .reduce(drawn, Math::min);
    }

    /** The numbers of the modelled columns of a record. */
    public double[] row(double[] record) {
        return IntStream.range(0, record.length)
                .filter(i -> columns.get(i).isModelled())
                .mapToDouble(i -> record[i])
                .toArray();
    }

    /**
     * The row of some known values by names: values of modelled columns, and of derived columns that give the number of a modelled one.
     *
     * @throws IllegalArgumentException if there is no such column or value, or the model has no density of a derived column alone
     */
    public double[] known(Map<String, ?> values) {
        double[] record = new double[columns.size()];
        Arrays.fill(record, Double.NaN);
        List<String> names = columns.stream().map(Column::name).toList();
        values.forEach((name, value) -> {
            int at = names.indexOf(name);
            if (at < 0 || !columns.get(at).values().isModelled()) {
                throw new IllegalArgumentException(
                        "Schema: there is no column \"" + name + "\" with a density; there are "
                                + columns.stream()
                                        .filter(Column::isModelled)
                                        .map(Column::name)
                                        .toList());
            }
            record[at] = schema.encode(columns.get(at), value);
        });
        complete(record);
        for (Rule rule : rules) {
            boolean isKnown = IntStream.of(rule.places).noneMatch(p -> Double.isNaN(record[p]));
            if (values.containsKey(rule.column.name()) && !Double.isNaN(record[rule.at]) && !isKnown) {
                throw new IllegalArgumentException("Schema: \"" + rule.column.name() + "\" is "
                        + rule.column.by().words() + ", so it has no density of its own; give "
                        + rule.column.by().sources().stream()
                                .filter(source -> !schema.made().contains(source))
                                .collect(Collectors.joining(", ")));
            }
        }
        // a label beside a number of another interval has a probability
        List<Verdict.Reason.Breach> broken = broken(record);
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(
                    "Schema: no row has these values: " + broken.getFirst().words() + "; leave one of them out");
        }
        return row(record);
    }

    /**
     * Gives a row that a model drew numbers that the table may have, in place: it rounds the sources of relations, and a label is the one of its
     * interval.
     */
    public void round(double[] row) {
        checks.forEach(check -> check.round(row));
        for (Rule rule : rules) {
            for (int k = 0; k < rule.places.length; k++) {
                Column source = rule.sources.get(k);
                if (source.isModelled()) {
                    int at = (int) columns.stream()
                            .limit(rule.places[k])
                            .filter(Column::isModelled)
                            .count();
                    double rounded = rule.column.by().rounded(k, row[at]);
                    row[at] = source.canBe(rounded) ? rounded : row[at];
                }
            }
        }
    }

    /** Fills missing numbers in place, where relations give them: numbers of derived columns, and of sources. */
    public void complete(double[] record) {
        boolean changed = !rules.isEmpty();
        while (changed) {
            changed = false;
            for (Rule rule : rules) {
                changed |= complete(rule, record);
            }
        }
    }

    private static boolean complete(Rule rule, double[] record) {
        double[] numbers = rule.numbers(record);
        if (rule.column.by().givesSources() && !Double.isNaN(record[rule.at])) {
            return split(rule, record, numbers);
        }
        int[] gaps = IntStream.range(0, numbers.length)
                .filter(k -> Double.isNaN(numbers[k]))
                .toArray();
        if (gaps.length > 1) {
            double usual = gaps.length == 2 && gaps[1] == numbers.length - 1
                    ? rule.column.by().usual(gaps[0], numbers, record[rule.at])
                    : Double.NaN;
            return fill(record, rule.places[gaps[0]], rule.sources.get(gaps[0]), usual);
        }
        int gap = gaps.length == 0 ? -1 : gaps[0];
        if (gap < 0) {
            boolean isKnown = !Double.isNaN(record[rule.at]);
            double value = isKnown ? Double.NaN : rule.column.by().value(numbers);
            return fill(record, rule.at, rule.column, value);
        }
        double value = record[rule.at];
        return !Double.isNaN(value)
                && fill(
                        record,
                        rule.places[gap],
                        rule.sources.get(gap),
                        rule.column.by().source(gap, numbers, value));
    }

    /** Fills the sources that the number of a column gives. */
    private static boolean split(Rule rule, double[] record, double[] numbers) {
        boolean changed = false;
        for (int k = 0; k < numbers.length; k++) {
            if (Double.isNaN(numbers[k])) {
                double part = rule.column.by().source(k, numbers, record[rule.at]);
                changed |= fill(record, rule.places[k], rule.sources.get(k), part);
            }
        }
        return changed;
    }

    /** Fills a cell if the column can have the number. */
    private static boolean fill(double[] record, int at, Column column, double number) {
        if (Double.isNaN(number) || !column.canBe(number)) {
            return false;
        }
        record[at] = number;
        return true;
    }

    /** Whether the draws of missing numbers lie in the intervals of the known labels of a row. */
    public boolean isInIntervals(double[] row, double[] draw) {
        return checks.stream().allMatch(check -> check.holds(row, draw));
    }

    /** The relations, and the intervals of labels, that a record breaks. */
    public List<Verdict.Reason.Breach> breaches(double[] record) {
        List<Verdict.Reason.Breach> broken = broken(record);
        checks.forEach(check -> check.breach(record).ifPresent(broken::add));
        return broken;
    }

    private List<Verdict.Reason.Breach> broken(double[] record) {
        List<Verdict.Reason.Breach> broken = new ArrayList<>(0);
        for (Rule rule : rules) {
            double[] numbers = rule.numbers(record);
            double value = record[rule.at];
            boolean isKnown =
                    !Double.isNaN(value) && IntStream.range(0, numbers.length).noneMatch(k -> Double.isNaN(numbers[k]));
            if (isKnown && !rule.column.by().holds(numbers, value)) {
                broken.add(Verdict.Reason.Breach.broken(
                        rule.column.name(),
                        rule.column.by().words(),
                        expected(rule, numbers),
                        text(rule.column, value)));
            }
        }
        return broken;
    }

    private static String expected(Rule rule, double[] numbers) {
        double expected = rule.column.by().value(numbers);
        return Double.isNaN(expected) ? "" : text(rule.column, expected);
    }

    private static String text(Column column, double number) {
        Object value = column.decode(number);
        return value instanceof Double real ? Numerals.shortest(real) : String.valueOf(value);
    }
}
