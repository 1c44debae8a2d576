package io.github.vflow.table.report.study;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.data.Table;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The rows of a table that a report looks at.
 *
 * @param rows the rows
 * @param places of the rows in the table, counted from 0, ascending
 */
record Chosen(Rows rows, int[] places) {
    /**
     * Chooses among the rows that the model can score, at random if there are more than a limit.
     *
     * @param takesGaps whether the model can score a row with missing cells; one cell must be known
     * @throws IllegalArgumentException if the model can score no row
     */
    static Chosen of(Table table, boolean takesGaps, int most, long seed) {
        Rows all = table.rows();
        int[] usable = IntStream.range(0, all.size())
                .filter(i -> !all.hasMissing(i) || (takesGaps && isKnown(all.copyRow(i))))
                .toArray();
        if (usable.length == 0) {
            throw new IllegalArgumentException("Report: the model can score none of the " + all.size()
                    + " rows, " + (takesGaps ? "of which no cell is known" : "whose cells must all be known")
                    + "; give rows with values");
        }
        int[] places = usable.length <= most ? usable : some(usable, most, seed);
        return new Chosen(places.length == all.size() ? all : all.select(places), places);
    }

    private static int[] some(int[] usable, int most, long seed) {
        int[] order = Arrays.copyOf(Rows.shuffled(usable.length, seed), most);
        return Arrays.stream(order).sorted().map(i -> usable[i]).toArray();
    }

    private static boolean isKnown(double[] row) {
        return Arrays.stream(row).anyMatch(x -> !Double.isNaN(x));
    }

    /** The rows as arrays [n][d]. */
    double[][] copy() {
        return IntStream.range(0, rows.size()).mapToObj(rows::copyRow).toArray(double[][]::new);
    }
}
