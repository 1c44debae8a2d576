package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The product of the distributions of all columns: ln p(x) = Σⱼ ln pⱼ(xⱼ) over the known cells. It takes no dependence for granted, so odd rows among
 * its rows hardly change it. Immutable and safe for any number of threads.
 *
 * @param columns their distributions, in order
 */
public record Marginals(List<Marginal> columns) {
    /** The distributions of rows under their modelled columns. */
    public static Marginals of(Rows rows, List<Column> columns) {
        return new Marginals(IntStream.range(0, columns.size())
                .mapToObj(j -> of(columns.get(j), rows.known(j)))
                .toList());
    }

    /**
     * The mean of ln N(x; μ, σ) of numbers that follow it, −½·ln(2πe) − ln σ, in nats: the level at which an atom counts among other numbers.
     *
     * @param deviation σ of the other numbers
     */
    public static double atomLevel(double deviation) {
        return -0.5 * Math.log(2 * Math.PI * Math.E) - Math.log(deviation);
    }

    private static Marginal of(Column column, double[] known) {
        boolean hasOrder = column.hasNumbers() && column.circle().isEmpty();
        Marginal density = density(column, known);
        return hasOrder ? Marginal.Numbers.of(density, known) : density;
    }

    private static Marginal density(Column column, double[] known) {
        // without others to learn a window from, the window is of all numbers
        return column.atoms().isEmpty() || !Marginal.WithAtoms.areBesideOthers(known, column.atoms())
                ? withoutAtoms(column, known)
                : Marginal.WithAtoms.of(known, column.atoms(), column.isWhole() ? 1 : 0);
    }

    private static Marginal withoutAtoms(Column column, double[] known) {
        if (column.isCategory()) {
            return Marginal.Frequencies.of(known, column.labels().size());
        }
        return column.circle()
                .filter(_ -> known.length > 0)
                .<Marginal>map(circle -> Marginal.OnCircle.of(known, circle))
                .orElseGet(() -> Marginal.Window.of(known, column.isWhole() ? 1 : 0));
    }

    /** A typical value of a column. */
    double typical(int column) {
        return columns.get(column).typical();
    }
}
