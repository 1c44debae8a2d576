package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Draws of y from a model of p(y | x), which become rows of the table beside x. */
final class GivenDraws {
    private GivenDraws() {}

    /**
     * The rows y of the table.
     *
     * @param y draws [n][d]
     * @param x the given numbers
     * @param drawn the row y, x of the table that is nearest to a draw
     */
    static double[][] of(Rows y, double[] x, UnaryOperator<double[]> drawn) {
        int d = y.features();
        return IntStream.range(0, y.size())
                .mapToObj(i -> {
                    double[] row = Arrays.copyOf(y.copyRow(i), d + x.length);
                    System.arraycopy(x, 0, row, d, x.length);
                    return Arrays.copyOf(drawn.apply(row), d);
                })
                .toArray(double[][]::new);
    }
}
