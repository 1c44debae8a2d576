package io.github.vflow.table.inference;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.source.text.Numerals;

/**
 * The known cells of a column in order, with their counts and quantiles.
 *
 * @param sorted the known cells, which may be none
 * @param distinct the number of different ones
 * @param usual the value that is met most often
 * @param usualCount how often
 */
public record ColumnValues(Sorted sorted, long distinct, double usual, int usualCount) {
    public static ColumnValues of(Rows rows, int column) {
        return of(rows.known(column));
    }

    /** The values of a column's known cells. */
    public static ColumnValues of(double[] known) {
        Sorted sorted = Sorted.of(known);
        long distinct = 0;
        double usual = Double.NaN;
        int most = 0;
        int begin = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || sorted.get(i) != sorted.get(begin)) {
                distinct++;
                if (i - begin > most) {
                    most = i - begin;
                    usual = sorted.get(begin);
                }
                begin = i;
            }
        }
        return new ColumnValues(sorted, distinct, usual, most);
    }

    public String range() {
        return sorted.size() == 0 ? "" : shown(sorted.lower(0)) + " … " + shown(sorted.lower(1));
    }

    /** The range as the source writes it. */
    public String range(Notation notation) {
        return sorted.size() == 0 ? "" : notation.text(sorted.lower(0)) + " … " + notation.text(sorted.lower(1));
    }

    public String wholeRange() {
        return sorted.size() == 0 ? "" : (long) sorted.lower(0) + " … " + (long) sorted.lower(1);
    }

    /** Few digits for people. */
    public static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e7
                ? Long.toString((long) number)
                : Numerals.plain(
                        Double.toString((float) number).equals(Double.toString(number))
                                ? Double.toString(number)
                                : Float.toString((float) number));
    }
}
