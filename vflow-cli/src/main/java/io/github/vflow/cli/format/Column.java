package io.github.vflow.cli.format;

import io.github.vflow.flow.data.Rows;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A column of a table to be written. Numbers are written as short as gives the same number back.
 *
 * @param name of the column
 * @param size how many rows it has
 * @param text of each row
 */
public record Column(String name, int size, IntFunction<String> text) {

    /** Of numbers; not copied. */
    public static Column of(String name, double[] values) {
        return new Column(name, values.length, i -> Double.toString(values[i]));
    }

    /** The columns of a table. */
    public static List<Column> of(Table table) {
        Rows rows = table.rows();
        return IntStream.range(0, rows.features())
                .mapToObj(j -> new Column(table.columns().get(j), rows.size(), i -> rows.text(i, j)))
                .toList();
    }
}
