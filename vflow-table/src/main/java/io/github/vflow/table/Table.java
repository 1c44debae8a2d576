package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of finite doubles under column names. Immutable. */
public final class Table {
    private final List<String> columns;
    private final Rows rows;

    private Table(List<String> columns, Rows rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * A table of rows [n][d], which are copied.
     *
     * @param columns their names; without any they are x1 … xd
     * @throws IllegalArgumentException if there is no row or column, rows differ in length, a number is not finite in float32, or the names
     *     are not one for each column and distinct
     */
    public static Table of(double[][] rows, String... columns) {
        Objects.requireNonNull(rows, "Table.of: rows");
        return of(Rows.of(rows), List.of(columns));
    }

    /**
     * A table of rows.
     *
     * @param columns their names; empty for x1 … xd
     * @throws IllegalArgumentException if the names are not one for each column and distinct
     */
    public static Table of(Rows rows, List<String> columns) {
        Objects.requireNonNull(rows, "Table.of: rows");
        List<String> names = columns.isEmpty() ? numbered(rows.features()) : List.copyOf(columns);
        if (names.size() != rows.features()) {
            throw new IllegalArgumentException("Table.of: expected " + rows.features() + " column names but got "
                    + names + "; name every column or none");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(
                        "Table.of: column names must differ but \"" + name + "\" is there twice; rename one");
            }
        }
        return new Table(names, rows);
    }

    /** The names x1 … xd of columns without names. */
    static List<String> numbered(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(i -> "x" + i).toList();
    }

    /** The names of the columns, in the order of the numbers in a row. */
    public List<String> columns() {
        return columns;
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** The rows, which are immutable. */
    public Rows rows() {
        return rows;
    }

    /**
     * The table of some columns, in the order given.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    Table select(List<String> names) {
        int[] from = names.stream().mapToInt(this::index).toArray();
        double[] flat = new double[rows.size() * from.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows.get(i / from.length, from[i % from.length]);
        }
        return new Table(names, Rows.of(flat, from.length));
    }

    private int index(String name) {
        int i = columns.indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("Table: there is no column \"" + name + "\"; there are " + columns);
        }
        return i;
    }

    @Override
    public String toString() {
        return "Table of " + size() + " rows, columns " + columns;
    }
}
