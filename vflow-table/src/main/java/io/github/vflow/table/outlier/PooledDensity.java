package io.github.vflow.table.outlier;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.verdict.RowModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The score that ranks the rows of a table with odd rows among them: a third each of a joint density, of the product of the marginal ones,
 * and of the places uⱼ of the cells in their columns (a logarithmic pool, Genest and Zidek 1986),
 *
 * <pre>  score(x) = ⅓·ln p(x) + ⅓·w·Σⱼ ln pⱼ(xⱼ) + ⅓·v·Σⱼ ln 4uⱼ(1 − uⱼ) + c,</pre>
 *
 * with weights w and v of at most one, the less the more the columns depend on one another ({@link DependenceWeight}). The joint density sees odd
 * combinations. The marginal ones keep what it learned from odd rows from hiding them. Places depend on no unit, so rows at the dense end of a
 * skewed column are odd, too. Immutable and safe for any number of threads.
 *
 * @param joint p, of some columns
 * @param columns all of them
 * @param single pⱼ, uⱼ, w, v and c, of all columns; it knows which of them the joint density has
 */
public record PooledDensity(RowModel joint, List<JudgedColumn> columns, MarginalScore single) implements RowModel {
    @Override
    public Observed observe(Map<String, ?> row) {
        throw new UnsupportedOperationException("PooledDensity: rows of a table are numbers; give them to estimate");
    }

    @Override
    public ImportanceEstimate estimate(double[] row) {
        return pooled(row, joint.estimate(some(row)));
    }

    @Override
    public ImportanceEstimate[] estimates(double[][] rows) {
        ImportanceEstimate[] all =
                joint.estimates(Arrays.stream(rows).map(this::some).toArray(double[][]::new));
        for (int i = 0; i < all.length; i++) {
            all[i] = pooled(rows[i], all[i]);
        }
        return all;
    }

    private ImportanceEstimate pooled(double[] row, ImportanceEstimate e) {
        return new ImportanceEstimate(
                OddRowDefaults.THIRD * (e.logProb() + single.of(row)),
                OddRowDefaults.THIRD * e.standardError(),
                e.effectiveSampleSize());
    }

    /** The draws of the joint density; a column that it does not have gets its typical value. */
    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        Imputation drawn = joint.impute(some(row), samples, seed);
        double[][] values = new double[drawn.values().length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.clone();
            for (int j = 0; j < row.length; j++) {
                values[i][j] = Double.isNaN(row[j]) ? single.marginals().typical(j) : row[j];
            }
            for (int k = 0; k < single.inJoint().length; k++) {
                values[i][single.inJoint()[k]] = drawn.values()[i][k];
            }
        }
        return drawn.with(values);
    }

    @Override
    public Optional<Tail> tail(int column, double value) {
        return single.marginals().columns().get(column).tail(value);
    }

    private double[] some(double[] row) {
        return Arrays.stream(single.inJoint()).mapToDouble(j -> row[j]).toArray();
    }
}
