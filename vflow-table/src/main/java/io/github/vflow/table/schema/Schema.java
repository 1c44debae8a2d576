package io.github.vflow.table.schema;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.nn.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table in the order of its file. Rows have a number for each column that is {@link #modelled}, in the same order.
 *
 * @param columns whose names differ
 * @param notations how the source writes the numbers of columns, by name; others are plain
 */
public record Schema(List<Column> columns, Map<String, Notation> notations) {
    /** Copies the collections, and checks that names differ. */
    public Schema {
        columns = List.copyOf(columns);
        notations = Map.copyOf(notations);
        Set<String> seen = new LinkedHashSet<>();
        for (Column c : columns) {
            if (!seen.add(c.name())) {
                throw new IllegalArgumentException(
                        "Schema: column names must differ but \"" + c.name() + "\" is there twice; rename one");
            }
        }
        requireDetermined(columns);
    }

    /** Checks that modelled columns determine the derived ones, directly or by other derived ones. */
    private static void requireDetermined(List<Column> columns) {
        Set<String> known = new HashSet<>();
        List<LeftOutKind.Derived> open = new ArrayList<>();
        for (Column c : columns) {
            if (c.isModelled()) {
                known.add(c.name());
            } else if (c instanceof LeftOutKind.Derived derived) {
                open.add(derived);
            }
        }
        boolean grows = true;
        while (grows) {
            grows = open.removeIf(d -> known.containsAll(d.by().sources()) && known.add(d.name()));
        }
        if (!open.isEmpty()) {
            throw new IllegalArgumentException("Schema: modelled columns must determine column \""
                    + open.getFirst().name() + "\" but it is "
                    + open.getFirst().by().words() + ", and the schema models "
                    + known + "; model the columns of its relation");
        }
    }

    /** Columns whose numbers are plain. */
    public Schema(List<Column> columns) {
        this(columns, Map.of());
    }

    /** Real columns of these names. */
    public static Schema ofReals(List<String> names) {
        return new Schema(names.stream().map(Column::real).toList());
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The dates for which seasons and a trend stand. */
    public List<Moment> moments() {
        return parted().stream()
                .flatMap(by -> by instanceof Moment moment ? Stream.of(moment) : Stream.empty())
                .toList();
    }

    /** The relations that stand for columns by parts. */
    public List<Relation.Parted> parted() {
        return columns.stream()
                .flatMap(c -> c.relation().stream())
                .flatMap(by -> by instanceof Relation.Parted parted ? Stream.of(parted) : Stream.empty())
                .toList();
    }

    /** The names of the columns that no source has, since they are parts of others. */
    public Set<String> made() {
        return parted().stream()
                .flatMap(p -> p.parts().stream())
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    /** The columns that a source has. */
    public List<Column> written() {
        Set<String> made = made();
        return columns.stream().filter(c -> !made.contains(c.name())).toList();
    }

    /** This schema in which parts stand for a column, such as seasons and a trend for a date. */
    public Schema with(Relation.Parted parted) {
        Column of = column(parted.column());
        List<Column> all = new ArrayList<>(columns);
        int at = index(of.name());
        all.set(at, Column.derived(of, parted));
        all.addAll(at + 1, parted.parts());
        return withColumns(all);
    }

    /** The columns for which rows have a number: all but constant, derived and ignored ones. */
    public Schema modelled() {
        return isModelled()
                ? this
                : withColumns(columns.stream().filter(Column::isModelled).toList());
    }

    private boolean isModelled() {
        return columns.stream().allMatch(Column::isModelled);
    }

    /**
     * The column of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String name) {
        return columns.get(index(name));
    }

    /** The place of a column.
     *
     * @throws IllegalArgumentException if there is none
     */
    public int index(String name) {
        int i = names().indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("Schema: there is no column \"" + name + "\"; there are " + names());
        }
        return i;
    }

    /** This schema with another kind for the column of the same name. */
    public Schema with(Column column) {
        List<Column> all = new ArrayList<>(columns);
        all.set(index(column.name()), column);
        return withColumns(all);
    }

    /** Whether a column has numbers whose bounds follow from the rows: it is no date, and was given no bounds. */
    public boolean hasBoundsOfRows(Column c) {
        return (c.isContinuous() || c.isWhole()) && notation(c.name()) instanceof Notation.Numbers;
    }

    /** This schema with atoms for some columns of numbers, by name. */
    public Schema withAtoms(Map<String, List<Double>> atoms) {
        return withColumns(columns.stream()
                .map(c -> atoms.containsKey(c.name()) ? c.withAtoms(atoms.get(c.name())) : c)
                .toList());
    }

    /** This schema with a notation for the numbers of a column. */
    public Schema with(String column, Notation notation) {
        Map<String, Notation> all = new HashMap<>(notations);
        all.put(columns.get(index(column)).name(), notation);
        return new Schema(columns, all);
    }

    /** Other columns, in the notations of the columns with the same names. */
    public Schema withColumns(List<Column> others) {
        Set<String> names = others.stream().map(Column::name).collect(Collectors.toSet());
        Map<String, Notation> kept = new HashMap<>(notations);
        kept.keySet().retainAll(names);
        return new Schema(others, kept);
    }

    /** How the source writes the numbers of a column. */
    public Notation notation(String column) {
        return notations.getOrDefault(column, Notation.PLAIN);
    }

    /** The text of the value for which a number of a row stands, as the source writes it; empty for NaN. */
    public String text(Column column, double number) {
        Object value = column.decode(number);
        Notation notation = notation(column.name());
        return switch (value) {
            case null -> "";
            case Long whole when notation.equals(Notation.PLAIN) -> whole.toString();
            case Number n -> notation.text(n.doubleValue());
            default -> value.toString();
        };
    }

    /** The columns of these names, in this order, then the columns that are not modelled; derived columns that lose a source are ignored. */
    public Schema select(List<String> names) {
        List<Column> all = new ArrayList<>(names.stream().map(this::column).toList());
        columns.stream().filter(c -> !c.isModelled()).forEach(all::add);
        Set<String> lost = new HashSet<>(modelled().names());
        names.forEach(lost::remove);
        boolean grows = !lost.isEmpty();
        while (grows) {
            grows = columns.stream()
                    .filter(c -> c.relation().stream()
                            .anyMatch(by -> by.sources().stream().anyMatch(lost::contains)))
                    .map(c -> lost.add(c.name()))
                    .reduce(false, Boolean::logicalOr);
        }
        all.replaceAll(c -> lost.contains(c.name())
                ? Column.ignored(c.name())
                : c instanceof Category of
                        ? of.withIntervals(of.intervals().filter(s -> !lost.contains(s.source())))
                        : c);
        return withColumns(all.stream().distinct().toList());
    }

    /**
     * A row by names, as numbers in the order of the modelled columns. A column that is null or left out is a missing cell, whose number is NaN
     * unless a relation gives it from the other cells.
     *
     * @throws IllegalArgumentException naming the columns that are unknown, or that have no such value
     */
    public double[] encode(Map<String, ?> row) {
        Objects.requireNonNull(row, "row: byName");
        Set<String> unknown = new TreeSet<>(row.keySet());
        names().forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("row: the columns must be some of "
                    + written().stream().map(Column::name).toList() + " but " + unknown
                    + " are none; leave out a column whose cell is missing");
        }
        Relations relations = Relations.of(this);
        double[] record = relations.record(row);
        relations.complete(record);
        return relations.row(record);
    }

    /** The number of a value of a column; a text, a date or a count of seconds is read in the notation of the column. */
    double encode(Column column, @Nullable Object value) {
        Notation notation = notation(column.name());
        if (!column.values().isModelled()) {
            boolean isSame = Column.isGap(value)
                    || column.breach(Objects.requireNonNull(value), notation).isEmpty();
            return isSame ? Double.NaN : column.encode(value);
        }
        if (value instanceof Number n && !(notation instanceof Notation.Numbers)) {
            return column.encode(notation.number(n.doubleValue()));
        }
        boolean isWritten = value != null && !(value instanceof Number) && notations.containsKey(column.name());
        double number = isWritten ? notation.parse(String.valueOf(value)) : Double.NaN;
        return Double.isNaN(number) ? column.encode(value) : column.encode(number);
    }

    /** The values of a row by the names of the columns of a source, with the constant and derived ones; a missing cell is null. */
    public Map<String, @Nullable Object> decode(double... row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        double[] record = Relations.of(this).record(row);
        Set<String> made = made();
        for (int i = 0; i < record.length; i++) {
            Column c = columns.get(i);
            if (c.isRead() && !made.contains(c.name())) {
                values.put(c.name(), decode(c, record[i]));
            }
        }
        return values;
    }

    /** The value of a number; a count of seconds or milliseconds stays in the unit of the source. */
    private @Nullable Object decode(Column column, double number) {
        return notation(column.name()) instanceof Notation.Epoch epoch && !Double.isNaN(number)
                ? (Object) epoch.count(number)
                : column.decode(number);
    }

    /** Checks that the numbers of a row stand for values. Allocates nothing for real columns. */
    public void require(double[] row) {
        int j = 0;
        for (int i = 0; i < columns.size() && j < row.length; i++) {
            Column c = columns.get(i);
            if (c.isModelled()) {
                c.require(row[j++]);
            }
        }
    }

    /**
     * The columns of an architecture: the first modelled ones; none if they are real, without atoms.
     *
     * @param rows whose range decides whether whole numbers are few, and whose moments standardise whole numbers that are many
     */
    public List<ColumnSpec> specs(Rows rows, int features) {
        List<Column> first = modelled().columns().subList(0, features);
        if (first.stream().allMatch(c -> c.equals(Column.real(c.name())))) {
            return List.of();
        }
        Rows others = rows.without(first.stream().map(Column::atoms).toList());
        double[] means = others.columnMeans();
        double[] stds = others.columnStds();
        return IntStream.range(0, features)
                .mapToObj(j -> first.get(j).spec(rows, j, means[j], stds[j]))
                .toList();
    }

    /** The schema as JSON text on one line: a list of columns, each with "name", "kind", and the arguments of the kind. */
    public String toJson() {
        return SchemaJson.write(this).toString();
    }

    /**
     * Reads the text of {@link #toJson}.
     *
     * @throws IllegalArgumentException if it is not such a text; the message names the place
     */
    public static Schema ofJson(String json) {
        return SchemaJson.read(JsonValue.parse(json));
    }

    /** The schema of a model: the names, and the kinds that the model stores for the first columns. */
    public static Schema of(List<String> names, List<ColumnSpec> specs) {
        return new Schema(IntStream.range(0, names.size())
                .mapToObj(j -> j < specs.size() ? column(names.get(j), specs.get(j)) : Column.real(names.get(j)))
                .toList());
    }

    private static Column column(String name, ColumnSpec spec) {
        return switch (spec) {
            case ColumnSpec.Real _ -> Column.real(name);
            case ColumnSpec.Marginal m -> column(name, m.of());
            case ColumnSpec.Atom a -> column(name, a.of()).withAtoms(a.values());
            case ColumnSpec.Listed l ->
                l.areWhole()
                        ? Column.whole(name).withAtoms(l.values())
                        : Column.real(name).withAtoms(l.values());
            case ColumnSpec.Bounded b -> Column.bounded(name, b.low(), b.high());
            case ColumnSpec.HeavyTailed _ -> Column.heavyTailed(name);
            case ColumnSpec.Circular c -> new Column.Circular(name, c.low(), c.high());
            case ColumnSpec.Whole _, ColumnSpec.Few _ -> Column.whole(name);
            case ColumnSpec.Category c -> Column.category(name, c.labels());
        };
    }

    /**
     * A column of a table that was read.
     *
     * @param column the column
     * @param values its range, or its labels
     * @param distinct the number of different values; zero if the column is not modelled
     * @param missing the number of missing cells
     * @param isNeverNegative whether none of its numbers is negative, so that no sample is
     */
    public record Summary(Column column, String values, long distinct, long missing, boolean isNeverNegative) {
        private static final int LONGEST = 24;

        /** The labels that a line about a model shows. */
        static final int MANY = 6;

        /**
         * The first labels of categories for a line of text, long ones cut, and how many there are if there are more.
         *
         * @param most labels that are shown
         */
        public static String labels(List<String> labels, int most) {
            String first = labels.stream()
                    .limit(most)
                    .map(label -> label.length() <= LONGEST
                            ? label
                            : label.substring(0, LONGEST - 1).strip() + "…")
                    .collect(Collectors.joining(", "));
            return labels.size() <= most ? first : first + ", … (" + labels.size() + ")";
        }

        /** "real", "bounded", "circular", "heavy-tailed", "whole", "category", "constant", "derived", "date" or "ignored". */
        public String kind() {
            return column.kindWord();
        }

        /** The use that a model makes of the column. */
        public String use() {
            return column.use() + (isNeverNegative ? "; never negative" : "");
        }
    }
}
