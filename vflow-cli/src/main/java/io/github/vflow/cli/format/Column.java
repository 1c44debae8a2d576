package io.github.vflow.cli.format;

import io.github.vflow.flow.data.Rows;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A column of a table to be written. A number has the fewest digits that read back as the same number.
 *
 * @param name the name of the column
 * @param size the number of rows
 * @param text the text of each row
 */
public record Column(String name, int size, IntFunction<String> text) {
    private static final int DIGITS = 17;

    /** Removes the exponent if the number needs no more digits than a double has. */
    private static String plain(String number) {
        if (number.indexOf('E') < 0) {
            return number;
        }
        BigDecimal value = new BigDecimal(number);
        boolean isShort = value.scale() <= DIGITS && value.precision() - value.scale() <= DIGITS;
        return isShort ? value.toPlainString() : number;
    }

    /** A column of numbers; keeps the array without a copy. */
    public static Column of(String name, double[] values) {
        return new Column(name, values.length, i -> plain(Double.toString(values[i])));
    }

    /** The columns of a table. */
    public static List<Column> of(Table table) {
        Rows rows = table.rows();
        return IntStream.range(0, rows.features())
                .mapToObj(j -> new Column(table.columns().get(j), rows.size(), i -> plain(rows.text(i, j))))
                .toList();
    }
}
