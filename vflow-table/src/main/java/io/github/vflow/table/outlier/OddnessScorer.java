package io.github.vflow.table.outlier;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives the rows of a table with odd rows among them their oddness. It is a third each of a joint density, of the product of the marginal ones, and
 * of the places uⱼ of the cells in their columns (a logarithmic pool, Genest and Zidek 1986),
 *
 * <pre>  score(x) = ⅓·ln p(x) + ⅓·w·Σⱼ ln pⱼ(xⱼ) + ⅓·v·Σⱼ ln 4uⱼ(1 − uⱼ) + c,</pre>
 *
 * with weights w and v of at most one, the less the more the columns depend on one another ({@link DependenceWeight}). The joint density sees odd
 * combinations. The marginal ones see odd rows that it has learned. Places depend on no unit, so rows at the dense end of a skewed column are odd,
 * too. Immutable and safe for any number of threads.
 *
 * @param joint ln p of some columns, with the levels of their atoms
 * @param columns all of them
 * @param single pⱼ, uⱼ, w, v and c, of all columns; it knows which of them the joint density has
 */
public record OddnessScorer(Scorer<AlarmScore> joint, List<JudgedColumn> columns, MarginalTerms single)
        implements Scorer<Oddness> {
    @Override
    public Oddness score(double[] row) {
        return pooled(row, joint.score(some(row)));
    }

    @Override
    public List<Oddness> scores(double[][] rows) {
        List<AlarmScore> all = joint.scores(Arrays.stream(rows).map(this::some).toArray(double[][]::new));
        return IntStream.range(0, rows.length)
                .mapToObj(i -> pooled(rows[i], all.get(i)))
                .toList();
    }

    private Oddness pooled(double[] row, AlarmScore of) {
        return new Oddness(
                OddRowDefaults.THIRD * (of.value() + single.of(row)),
                OddRowDefaults.THIRD * of.standardError(),
                of.effectiveSamples());
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
