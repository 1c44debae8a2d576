package io.github.vflow.table.outlier;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.score.ViewScores;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Gives the rows of a table with odd rows among them their scores, as an alarm does, but for two things: columns that the joint density does not have
 * count by themselves, and the laws of the views know that some rows are odd. Immutable and safe for any number of threads.
 *
 * @param joint the views of some columns
 * @param inJoint these columns, by their numbers among all
 * @param columns all of them
 * @param marginals their distributions
 * @param laws of the views of the rows of all folds
 * @param explains whether it tells the costs of columns instead
 */
public record OddnessScorer(
        ViewScorer joint,
        int[] inJoint,
        List<JudgedColumn> columns,
        Marginals marginals,
        ViewPValues laws,
        boolean explains)
        implements Scorer {
    /** This scorer by other laws. */
    OddnessScorer by(ViewPValues others) {
        return new OddnessScorer(joint, inJoint, columns, marginals, others, explains);
    }

    @Override
    public OddnessScorer explaining() {
        return new OddnessScorer(joint, inJoint, columns, marginals, laws, true);
    }

    @Override
    public Score score(double[] row) {
        return scores(new double[][] {row}).getFirst();
    }

    @Override
    public List<Score> scores(double[][] rows) {
        return scores(all(rows, joint::scores));
    }

    @Override
    public List<Score> compared(double[][] rows) {
        return scores(all(rows, joint::compared));
    }

    @Override
    public List<Score> comparedRoughly(double[][] rows) {
        return scores(all(rows, joint::comparedRoughly));
    }

    private List<Score> scores(List<ViewScorer.Scored> all) {
        return all.stream().map(this::score).toList();
    }

    /** The score of a row by its views. */
    Score score(ViewScorer.Scored of) {
        return explains ? laws.explaining(of.byView(), of.density()) : laws.score(of.byView(), of.density());
    }

    /** The scores of rows by each view. */
    List<ViewScorer.Scored> all(double[][] rows) {
        return all(rows, joint::scores);
    }

    private List<ViewScorer.Scored> all(double[][] rows, Function<double[][], List<ViewScorer.Scored>> ofJoint) {
        List<ViewScorer.Scored> all =
                ofJoint.apply(Arrays.stream(rows).map(this::some).toArray(double[][]::new));
        return IntStream.range(0, rows.length)
                .mapToObj(i -> new ViewScorer.Scored(
                        whole(rows[i], all.get(i).byView()), all.get(i).density()))
                .toList();
    }

    /** The scores of a whole row. */
    private ViewScores whole(double[] row, ViewScores ofJoint) {
        double sum = ofJoint.tails();
        double least = ofJoint.column();
        for (int j : alone()) {
            double tail = Double.isNaN(row[j]) ? 0 : marginals.columns().get(j).logTail(row[j]);
            sum += tail;
            least = Math.min(least, tail);
        }
        return new ViewScores(ofJoint.combination(), sum, least, ofJoint.neighbours());
    }

    private int[] alone() {
        return IntStream.range(0, columns.size())
                .filter(j -> IntStream.of(inJoint).noneMatch(k -> k == j))
                .toArray();
    }

    /** Numbers of the joint density. */
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
        return IntStream.range(0, inJoint.length)
                .filter(k -> inJoint[k] == column)
                .findFirst();
    }

    @Override
    public boolean imputes() {
        return joint.imputes();
    }

    /** The draws of the joint density; a missing cell of a column that it does not have stays missing. */
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
            for (int k = 0; k < inJoint.length; k++) {
                values[i][inJoint[k]] = drawn.values()[i][k];
            }
        }
        return drawn.with(values);
    }

    @Override
    public Optional<Marginal.Tail> tail(int column, double value) {
        return marginals.columns().get(column).tail(value);
    }

    private double[] some(double[] row) {
        return Arrays.stream(inJoint).mapToDouble(j -> row[j]).toArray();
    }

    @Override
    public List<Neighbours.Difference> differences(double[] row) {
        return joint.neighbours().stream()
                .flatMap(n -> n.differences(some(row)).stream())
                .map(d -> new Neighbours.Difference(inJoint[d.column()], d.low(), d.high()))
                .toList();
    }
}
