package io.github.vflow.table.outlier;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Gives the rows of a table with odd rows among them their oddness by one kind of {@link Evidence}: by a joint density p and by normal
 * distributions N of the numbers, which see odd combinations, or by the single columns, by their densities or by the places of the cells in them,
 *
 * <pre>  ln p(x) + ln N(x),   w·Σⱼ ln pⱼ(xⱼ) + c   or   v·Σⱼ ln 4uⱼ(1 − uⱼ) + c,</pre>
 *
 * with weights w and v of at most one, the less the more the columns depend on one another ({@link DependenceWeight}). Single columns see odd rows
 * that a joint density has learned. Places depend on no unit, so rows at the dense end of a skewed column are odd, too.
 * Immutable and safe for any number of threads.
 *
 * @param joint ln p of some columns, with the levels of their atoms
 * @param normals ln N of their numbers; empty for none
 * @param columns all of them
 * @param single pⱼ, uⱼ, w, v and both c, of all columns; it knows which of them the joint density has
 */
public record OddnessScorer(
        Scorer<AlarmScore> joint,
        Optional<NumberNormals> normals,
        List<JudgedColumn> columns,
        MarginalTerms single,
        Evidence evidence)
        implements Scorer<Oddness> {
    @Override
    public Oddness score(double[] row) {
        return switch (evidence) {
            case JOINT -> combination(row, joint.score(some(row)), logs(row)[0]);
            case DENSITY, PLACE -> column(row);
        };
    }

    @Override
    public List<Oddness> scores(double[][] rows) {
        return isJoint()
                ? combinations(rows, joint::scores)
                : Arrays.stream(rows).map(this::column).toList();
    }

    @Override
    public List<Oddness> compared(double[][] rows) {
        return isJoint() ? combinations(rows, joint::compared) : scores(rows);
    }

    @Override
    public List<Oddness> comparedRoughly(double[][] rows) {
        return isJoint() ? combinations(rows, joint::comparedRoughly) : scores(rows);
    }

    private boolean isJoint() {
        return evidence == Evidence.JOINT;
    }

    private List<Oddness> combinations(double[][] rows, Function<double[][], List<AlarmScore>> ofJoint) {
        List<AlarmScore> all = ofJoint.apply(Arrays.stream(rows).map(this::some).toArray(double[][]::new));
        double[] logs = logs(rows);
        return IntStream.range(0, rows.length)
                .mapToObj(i -> combination(rows[i], all.get(i), logs[i]))
                .toList();
    }

    /** ln N of each row; zero without normal distributions. */
    private double[] logs(double[]... rows) {
        return normals.map(n -> n.logs(rows)).orElse(new double[rows.length]);
    }

    /** Numbers of the joint density; a place in a column is no probability. */
    @Override
    public List<Double> numbers(int column) {
        return ofJoint(column).stream()
                .mapToObj(joint::numbers)
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public List<Double> frequent(int column) {
        return ofJoint(column).stream()
                .mapToObj(joint::frequent)
                .flatMap(List::stream)
                .toList();
    }

    private OptionalInt ofJoint(int column) {
        int[] all = single.inJoint();
        return IntStream.range(0, all.length)
                .filter(k -> isJoint() && all[k] == column)
                .findFirst();
    }

    private Oddness combination(double[] row, AlarmScore of, double log) {
        return new Oddness(of.value() + single.missing(row) + log, of.standardError(), of.effectiveSamples());
    }

    private Oddness column(double[] row) {
        return new Oddness(
                evidence == Evidence.DENSITY ? single.density(row) : single.place(row), 0, Double.POSITIVE_INFINITY);
    }

    @Override
    public boolean imputes() {
        return joint.imputes();
    }

    /** The draws of the joint density; a column that it does not have gets its typical value. */
    @Override
    public Imputation impute(double[] row, int samples, long seed) {
        return whole(row, joint.impute(some(row), samples, seed));
    }

    @Override
    public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        List<Imputation> all =
                joint.imputeRoughly(Arrays.stream(rows).map(this::some).toArray(double[][]::new), samples, seeds);
        return IntStream.range(0, rows.length)
                .mapToObj(i -> whole(rows[i], all.get(i)))
                .toList();
    }

    private Imputation whole(double[] row, Imputation drawn) {
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
