package io.github.vflow.table.inference.relation;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.defaults.KindDefaults;
import io.github.vflow.table.defaults.RelationDefaults;
import io.github.vflow.table.inference.ColumnValues;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Relation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of a column, for a search for relations.
 *
 * @param column of the schema
 * @param cells [n], NaN where a cell is missing
 * @param digits with which its numbers are written
 * @param std the standard deviation of its known numbers
 * @param lowest the row of the least number
 * @param highest the row of the greatest number
 * @param counts the number of rows of each number; empty if there are more than {@value RelationDefaults#MOST_NUMBERS_FOR_LABELS}
 * @param usual the most frequent number
 * @param varied the number of rows whose number is another one
 */
record ColumnNumbers(
        Column column,
        double[] cells,
        Relation.Digits digits,
        double std,
        int lowest,
        int highest,
        Map<Double, Integer> counts,
        double usual,
        int varied) {
    static ColumnNumbers of(Column column, Rows rows, int at) {
        double[] cells = rows.copyColumn(at);
        // 0.0 and −0.0 are one number
        Arrays.setAll(cells, i -> cells[i] + 0.0);
        double[] known = known(cells);
        double mean = Arrays.stream(known).average().orElse(0);
        double std = Math.sqrt(
                Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0));
        int lowest = 0;
        int highest = 0;
        for (int i = 0; i < cells.length; i++) {
            lowest = cells[i] < cells[lowest] || Double.isNaN(cells[lowest]) ? i : lowest;
            highest = cells[i] > cells[highest] || Double.isNaN(cells[highest]) ? i : highest;
        }
        Map<Double, Integer> counts = new HashMap<>();
        for (int i = 0; i < known.length && counts.size() <= RelationDefaults.MOST_NUMBERS_FOR_LABELS; i++) {
            counts.merge(known[i], 1, Integer::sum);
        }
        ColumnValues values = ColumnValues.of(known);
        return new ColumnNumbers(
                column,
                cells,
                digits(cells),
                std,
                lowest,
                highest,
                counts.size() > RelationDefaults.MOST_NUMBERS_FOR_LABELS ? Map.of() : counts,
                values.usual(),
                known.length - values.usualCount());
    }

    private static Relation.Digits digits(double[] cells) {
        int decimals = 0;
        int significant = 1;
        int before = 1;
        boolean isFloat = true;
        int step = Math.ceilDiv(cells.length, RelationDefaults.ROWS_FOR_DIGITS);
        for (int i = 0; i < cells.length; i += step) {
            double cell = cells[i];
            if (!Double.isNaN(cell) && cell != 0) {
                BigDecimal text = BigDecimal.valueOf(cell).stripTrailingZeros();
                decimals = Math.max(decimals, text.scale());
                significant = Math.max(significant, text.precision());
                before = Math.max(before, text.precision() - text.scale());
                isFloat &= cell == (float) cell || cell == Double.parseDouble(Float.toString((float) cell));
            }
        }
        if (isFloat && significant > Relation.Digits.FLOAT && decimals >= RelationDefaults.DECIMALS_OF_FLOAT) {
            return new Relation.Digits(decimals, Relation.Digits.FLOAT);
        }
        // numbers with a fixed number of decimals may have any number of digits
        boolean isFixed = before + decimals < significant + 2;
        return new Relation.Digits(
                decimals, isFixed ? Relation.Digits.MOST : Math.min(significant, Relation.Digits.MOST));
    }

    /** The cells that are not missing. */
    double[] known() {
        return known(cells);
    }

    private static double[] known(double[] cells) {
        return Arrays.stream(cells).filter(x -> !Double.isNaN(x)).toArray();
    }

    /** The last digit of its largest number. */
    double unit() {
        return digits.unit(size());
    }

    /** The size of its largest number. */
    double size() {
        return Math.max(Math.abs(cells[lowest]), Math.abs(cells[highest]));
    }

    /** Whether its numbers repeat, as prices of a list do. */
    boolean isList() {
        int rows = counts.values().stream().mapToInt(n -> n).sum();
        return !counts.isEmpty()
                && counts.size() <= KindDefaults.MOST_LISTED
                && rows >= KindDefaults.ROWS_OF_LISTED * counts.size();
    }

    String name() {
        return column.name();
    }

    Relation.Term term(double weight) {
        return new Relation.Term(name(), weight, digits);
    }
}
