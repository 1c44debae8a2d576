package io.github.vflow.table;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.table.outlier.Marginals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The units in which the scores of rows compare cells.
 *
 * <p>A cell with a map of its law counts with the density of its image y, which in nats is that of x less ln dy/dx. So a row does not rank lower
 * because the numbers of its column are far apart there.
 *
 * <p>The atom of a column has a probability, and another number a density, which depends on the unit: amounts in cents are a hundred times less dense
 * than in euros. So an atom counts with a density on the scale of the other numbers, whose standard deviation is σ (1 of images), and which of two
 * rows ranks lower depends on no unit.
 *
 * @param atoms of the columns; NaN for none
 * @param logs the level of each atom, in nats
 * @param curves the map of each column that has one
 * @param shifts of the numbers of each column before the map: ½ for whole numbers, the mean of their noise
 */
record ScoreUnits(double[] atoms, double[] logs, List<Optional<MarginalCurve>> curves, double[] shifts) {
    /**
     * The units of alarms. An atom is the most frequent number of its column, so it counts as the mode of a Laplace distribution: with
     * −½·ln 2 − ln σ.
     */
    static ScoreUnits ofAlarms(Model model) {
        return of(model, deviation -> -0.5 * Math.log(2) - Math.log(deviation));
    }

    /** The units of odd rows, where an atom counts one nat less: at the level of alarms more rows without atoms would stand out of a table. */
    static ScoreUnits ofOddRows(Model model) {
        return of(model, Marginals::typicalLog);
    }

    private static ScoreUnits of(Model model, DoubleUnaryOperator level) {
        List<ColumnSpec> kinds = model.spec().map(Spec::kinds).orElse(List.of());
        List<Double> std = model.standardization().std();
        double[] atoms = new double[kinds.size()];
        double[] logs = new double[kinds.size()];
        double[] shifts = new double[kinds.size()];
        List<Optional<MarginalCurve>> curves = new ArrayList<>();
        for (int j = 0; j < atoms.length; j++) {
            atoms[j] = model.standardization().atom(j);
            curves.add(kinds.get(j).marginal().map(MarginalMap::curve));
            double unit = std.isEmpty() ? 1 : std.get(j);
            double scale = kinds.get(j).plain() instanceof ColumnSpec.Whole w ? w.scale() : unit;
            shifts[j] = kinds.get(j).plain() instanceof ColumnSpec.Whole ? 0.5 : 0;
            logs[j] = level.applyAsDouble(curves.get(j).isPresent() ? 1 : scale);
        }
        return new ScoreUnits(atoms, logs, curves, shifts);
    }

    /** Whether all cells count with the density of their numbers. */
    boolean areThoseOfTheData() {
        return Arrays.stream(atoms).allMatch(Double::isNaN) && curves.stream().allMatch(Optional::isEmpty);
    }

    /** The score of a row less its ln p, in nats: a sum over the known cells. */
    double shift(double[] row) {
        double sum = 0;
        for (int j = 0; j < atoms.length; j++) {
            sum += Double.isNaN(row[j]) ? 0 : row[j] == atoms[j] ? logs[j] : -logSlope(j, row[j]);
        }
        return sum;
    }

    private double logSlope(int column, double x) {
        return curves.get(column).map(c -> c.logSlope(x + shifts[column])).orElse(0.0);
    }
}
