package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ColumnSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The columns of a table in the order of the numbers in a row.
 *
 * @param columns whose names differ
 */
public record Schema(List<Column> columns) {
    /** Whole numbers further apart are more like real ones. */
    private static final double MOST_APART = 1_000;

    /** Copies the list, and checks that names differ. */
    public Schema {
        columns = List.copyOf(columns);
        Set<String> seen = new LinkedHashSet<>();
        for (Column c : columns) {
            if (!seen.add(c.name())) {
                throw new IllegalArgumentException(
                        "Schema: column names must differ but \"" + c.name() + "\" is there twice; rename one");
            }
        }
    }

    /** Real columns of these names. */
    public static Schema ofReals(List<String> names) {
        return new Schema(names.stream().<Column>map(Column.Real::new).toList());
    }

    /**
     * The schema of some rows by their values: whole numbers if all values are whole and at most 1,000 apart, real numbers if all are numbers,
     * else categories, sorted by their labels.
     *
     * @throws IllegalArgumentException if there are no rows, or a column has one value only
     */
    public static Schema infer(List<? extends Map<String, ?>> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("Schema.infer: there are no rows; give some");
        }
        return new Schema(rows.getFirst().keySet().stream()
                .map(name ->
                        infer(name, rows.stream().map(r -> valueOf(r, name)).toList()))
                .toList());
    }

    private static Object valueOf(Map<String, ?> row, String name) {
        return Objects.requireNonNull(row.get(name), () -> "Schema: a row has no \"" + name + "\": " + row);
    }

    private static Column infer(String name, List<Object> values) {
        if (!values.stream().allMatch(Number.class::isInstance)) {
            return Column.Category.of(
                    name,
                    List.copyOf(
                            new TreeSet<>(values.stream().map(String::valueOf).toList())));
        }
        double[] numbers =
                values.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
        double min = Arrays.stream(numbers).min().orElseThrow();
        double max = Arrays.stream(numbers).max().orElseThrow();
        boolean whole = Arrays.stream(numbers).allMatch(x -> x == Math.rint(x)) && max - min <= MOST_APART;
        return whole ? new Column.Whole(name) : new Column.Real(name);
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** Whether all columns are real, so that rows have densities. */
    public boolean isReal() {
        return columns.stream().allMatch(Column.Real.class::isInstance);
    }

    /**
     * The column of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column column(String name) {
        return columns.get(index(name));
    }

    int index(String name) {
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
        return new Schema(all);
    }

    /** The columns of these names, in this order. */
    Schema select(List<String> names) {
        return new Schema(names.stream().map(this::column).toList());
    }

    /**
     * A row by names, as numbers in the order of the columns.
     *
     * @throws IllegalArgumentException naming the columns that are missing or unknown, or that have no such value
     */
    public double[] encode(Map<String, ?> row) {
        Objects.requireNonNull(row, "row: byName");
        Set<String> missing = new TreeSet<>(names());
        missing.removeAll(row.keySet());
        Set<String> unknown = new TreeSet<>(row.keySet());
        names().forEach(unknown::remove);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("row: expected the columns " + names() + " but " + missing
                    + " are missing and " + unknown + " are unknown; give each column once");
        }
        return columns.stream()
                .mapToDouble(c -> c.encode(valueOf(row, c.name())))
                .toArray();
    }

    /** The values of a row by the names of the columns. */
    public Map<String, Object> decode(double... row) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int j = 0; j < columns.size(); j++) {
            values.put(columns.get(j).name(), columns.get(j).decode(row[j]));
        }
        return values;
    }

    /** Checks that the numbers of a row stand for values. */
    void require(double[] row) {
        for (int j = 0; j < Math.min(row.length, columns.size()); j++) {
            if (!(columns.get(j) instanceof Column.Real)) {
                columns.get(j).encode(row[j]);
            }
        }
    }

    /** What a model stores of the first columns; none if they are real. */
    List<ColumnSpec> specs(Rows rows, int features) {
        if (columns.subList(0, features).stream().allMatch(Column.Real.class::isInstance)) {
            return List.of();
        }
        double[] means = rows.columnMeans();
        double[] stds = rows.columnStds();
        List<ColumnSpec> specs = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            specs.add(
                    switch (columns.get(j)) {
                        case Column.Real _ -> new ColumnSpec.Real();
                        case Column.Bounded b -> new ColumnSpec.Bounded(b.low(), b.high());
                        case Column.HeavyTailed _ -> ColumnSpec.HeavyTailed.of(rows, j);
                        case Column.Category c -> c.kind();
                        // the noise has mean ½ and variance 1/12
                        case Column.Whole _ ->
                            new ColumnSpec.Whole(means[j] + 0.5, Math.sqrt(stds[j] * stds[j] + 1.0 / 12));
                    });
        }
        return specs;
    }

    /** The schema of a model: names and what the model stores of the first columns. */
    static Schema of(List<String> names, List<ColumnSpec> specs) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            columns.add(
                    j >= specs.size()
                            ? new Column.Real(name)
                            : switch (specs.get(j)) {
                                case ColumnSpec.Real _ -> new Column.Real(name);
                                case ColumnSpec.Bounded b -> new Column.Bounded(name, b.low(), b.high());
                                case ColumnSpec.HeavyTailed _ -> new Column.HeavyTailed(name);
                                case ColumnSpec.Whole _ -> new Column.Whole(name);
                                case ColumnSpec.Category c -> new Column.Category(name, c);
                            });
        }
        return new Schema(columns);
    }
}
