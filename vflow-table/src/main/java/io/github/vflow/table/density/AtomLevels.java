package io.github.vflow.table.density;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.outlier.Marginals;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Makes the scores of rows with and without atoms comparable. An atom of a column has a probability, and another number a density, which depends
 * on the unit: amounts in cents are a hundred times less dense than in euros. So an atom counts with a density on the scale of the other numbers,
 * whose standard deviation is σ, and scores depend on no unit. Where all numbers but rare ones are listed, a rare one counts with the density of its
 * place in units of their range.
 *
 * @param atoms of the columns
 * @param logs the level of the atoms of each column, or of other numbers beside listed ones, in nats
 * @param areListed whether the atoms of a column are listed, and the level is of the others
 */
public record AtomLevels(List<List<Double>> atoms, double[] logs, boolean[] areListed) {
    /**
     * The levels of alarms. An atom is a frequent number of its column, so it counts as the mode of a Laplace distribution: with
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
        double[] logs = new double[kinds.size()];
        boolean[] areListed = new boolean[kinds.size()];
        for (int j = 0; j < logs.length; j++) {
            double unit = std.isEmpty() ? 1 : std.get(j);
            double scale = kinds.get(j).plain() instanceof ColumnSpec.Whole w ? w.scale() : unit;
            logs[j] = level.applyAsDouble(scale);
            if (kinds.get(j) instanceof ColumnSpec.Listed l) {
                areListed[j] = true;
                logs[j] = l.areWhole() ? 0 : Math.log(l.scale());
            }
        }
        return new AtomLevels(kinds.stream().map(ColumnSpec::repeats).toList(), logs, areListed);
    }

    /** The sum of the levels of a row's numbers, in nats. */
    public double of(double[] row) {
        double sum = 0;
        for (int j = 0; j < logs.length; j++) {
            if (!atoms.get(j).isEmpty() && !Double.isNaN(row[j])) {
                boolean isAtom = atoms.get(j).contains(row[j] + 0.0);
                sum += isAtom != areListed[j] ? logs[j] : 0;
            }
        }
        return sum;
    }
}
