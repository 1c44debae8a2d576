package io.github.vflow.table.density;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.outlier.Marginals;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Makes the scores of rows with and without atoms comparable. The atom of a column has a probability, and another number a density, which depends
 * on the unit: amounts in cents are a hundred times less dense than in euros. So an atom counts with a density on the scale of the other numbers,
 * whose standard deviation is σ, and scores depend on no unit.
 *
 * @param atoms of the columns; NaN for none
 * @param logs the level of each atom, in nats
 */
public record AtomLevels(double[] atoms, double[] logs) {
    /**
     * The levels of alarms. An atom is the most frequent number of its column, so it counts as the mode of a Laplace distribution: with
     * −½·ln 2 − ln σ.
     */
    public static AtomLevels ofAlarms(Model model) {
        return of(model, deviation -> -0.5 * Math.log(2) - Math.log(deviation));
    }

    /** The levels of odd rows, one nat less: with the alarm's level, too many rows without an atom would be flagged. */
    public static AtomLevels ofOddRows(Model model) {
        return of(model, Marginals::atomLevel);
    }

    private static AtomLevels of(Model model, DoubleUnaryOperator level) {
        List<ColumnSpec> kinds = model.spec().map(Spec::kinds).orElse(List.of());
        List<Double> std = model.standardization().std();
        double[] atoms = new double[kinds.size()];
        double[] logs = new double[kinds.size()];
        for (int j = 0; j < atoms.length; j++) {
            atoms[j] = model.standardization().atom(j);
            double unit = std.isEmpty() ? 1 : std.get(j);
            double scale = kinds.get(j) instanceof ColumnSpec.Atom(double _, ColumnSpec.Whole w) ? w.scale() : unit;
            logs[j] = level.applyAsDouble(scale);
        }
        return new AtomLevels(atoms, logs);
    }

    /** Whether no column has an atom. */
    public boolean isEmpty() {
        return Arrays.stream(atoms).allMatch(Double::isNaN);
    }

    /** The sum of the levels of a row's atoms, in nats. */
    public double of(double[] row) {
        double sum = 0;
        for (int j = 0; j < atoms.length; j++) {
            sum += row[j] == atoms[j] ? logs[j] : 0;
        }
        return sum;
    }
}
