package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.outlier.Marginals;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the scores of rows with and without atoms comparable. The atom of a column has a probability, and another number a density, which depends
 * on the unit: amounts in cents are a hundred times less dense than in euros. So an atom, which is the most frequent number of its column, counts as
 * the mode of a Laplace distribution does: with −½·ln 2 − ln σ, where σ is the standard deviation of the other numbers. Scores of alarms then depend
 * on no unit.
 *
 * @param atoms of the columns; NaN for none
 * @param logs the level of each atom, in nats
 */
record AtomLevels(double[] atoms, double[] logs) {
    static AtomLevels of(Model model) {
        List<ColumnSpec> kinds = model.spec().map(Spec::kinds).orElse(List.of());
        List<Double> std = model.standardization().std();
        double[] atoms = new double[kinds.size()];
        double[] logs = new double[kinds.size()];
        for (int j = 0; j < atoms.length; j++) {
            atoms[j] = model.standardization().atom(j);
            double unit = std.isEmpty() ? 1 : std.get(j);
            double scale = kinds.get(j) instanceof ColumnSpec.Atom(double _, ColumnSpec.Whole w) ? w.scale() : unit;
            logs[j] = Marginals.modeLog(scale);
        }
        return new AtomLevels(atoms, logs);
    }

    /** Whether no column has an atom. */
    boolean isEmpty() {
        return Arrays.stream(atoms).allMatch(Double::isNaN);
    }

    /** The sum of the levels of a row's atoms, in nats. */
    double of(double[] row) {
        double sum = 0;
        for (int j = 0; j < atoms.length; j++) {
            sum += row[j] == atoms[j] ? logs[j] : 0;
        }
        return sum;
    }
}
