package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Known cells of rows. */
final class Cells {
    private Cells() {}

    static boolean isMissing(double cell) {
        return Double.isNaN(cell);
    }

    /** The columns in which a row has a number. */
    static BitSet known(double[] row) {
        BitSet known = new BitSet(row.length);
        for (int j = 0; j < row.length; j++) {
            known.set(j, !isMissing(row[j]));
        }
        return known;
    }

    /** The known cells of a column: [at most n]. */
    static double[] known(double[][] rows, int column) {
        return Arrays.stream(rows)
                .mapToDouble(row -> row[column])
                .filter(x -> !isMissing(x))
                .toArray();
    }

    /**
     * The mean of the known cells of each column: [d].
     *
     * @throws IllegalArgumentException if a column has no known cell
     */
    static double[] means(double[][] rows) {
        return IntStream.range(0, rows[0].length)
                .mapToDouble(j -> {
                    double[] known = known(rows, j);
                    if (known.length == 0) {
                        throw new IllegalArgumentException("Cells.means: column " + j + " (counted from 0) has "
                                + rows.length + " rows but no known cell; remove fewer cells or leave the column out");
                    }
                    return Arrays.stream(known).average().orElseThrow();
                })
                .toArray();
    }

    /** The variance Σ(x−mean)²/n of the known cells of each column: [d]. */
    static double[] variances(double[][] rows) {
        double[] means = means(rows);
        return IntStream.range(0, means.length)
                .mapToDouble(j -> Arrays.stream(known(rows, j))
                        .map(x -> (x - means[j]) * (x - means[j]))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** A copy of a row with other cells in place of the missing ones. */
    static double[] filled(double[] row, double[] fill) {
        double[] full = row.clone();
        for (int j = 0; j < full.length; j++) {
            full[j] = isMissing(full[j]) ? fill[j] : full[j];
        }
        return full;
    }
}
