package io.github.vflow.table.inference;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Notation;
import java.util.Arrays;

/**
 * The known cells of a column in order, and what follows from the order.
 *
 * @param sorted the known cells, which may be none
 * @param distinct the number of different ones
 * @param usual the value that is met most often
 * @param usualCount how often
 */
public record ColumnValues(double[] sorted, long distinct, double usual, int usualCount) {
    public static ColumnValues of(Rows rows, int column) {
        return of(rows.known(column));
    }

    /** The values of a column's known cells. */
    public static ColumnValues of(double[] known) {
        double[] sorted = known.clone();
        Arrays.sort(sorted);
        long distinct = 0;
        double usual = Double.NaN;
        int most = 0;
        int begin = 0;
        for (int i = 1; i <= sorted.length; i++) {
            if (i == sorted.length || sorted[i] != sorted[begin]) {
                distinct++;
                if (i - begin > most) {
                    most = i - begin;
                    usual = sorted[begin];
                }
                begin = i;
            }
        }
        return new ColumnValues(sorted, distinct, usual, most);
    }

    public double quantile(double q) {
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    public String range() {
        return sorted.length == 0 ? "" : shown(sorted[0]) + " … " + shown(sorted[sorted.length - 1]);
    }

    /** The range as the source writes it. */
    public String range(Notation notation) {
        return sorted.length == 0 ? "" : notation.text(sorted[0]) + " … " + notation.text(sorted[sorted.length - 1]);
    }

    public String wholeRange() {
        return sorted.length == 0 ? "" : (long) sorted[0] + " … " + (long) sorted[sorted.length - 1];
    }

    /** Few digits for people. */
    public static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e7
                ? Long.toString((long) number)
                : Double.toString((float) number).equals(Double.toString(number))
                        ? Double.toString(number)
                        : Float.toString((float) number);
    }
}
