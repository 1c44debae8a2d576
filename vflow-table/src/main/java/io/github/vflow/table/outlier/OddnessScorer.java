package io.github.vflow.table.outlier;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewScales;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Gives the rows of a table with odd rows among them their oddness by one view, as an alarm sees them, but for two things. Columns that the joint
 * density does not have count by themselves. And two densities judge a combination, and the odder of them counts: the joint density, which hardly
 * tells rows far out from rows at the border, and normal distributions of the numbers. Immutable and safe for any number of threads.
 *
 * @param joint the views of some columns
 * @param inJoint these columns, by their numbers among all
 * @param normals of all numbers; empty for none
 * @param columns all of them
 * @param marginals their distributions
 * @param scales of the rows of all folds
 * @param view by which it scores
 */
public record OddnessScorer(
        ViewScorer joint,
        int[] inJoint,
        Optional<NumberNormals> normals,
        List<JudgedColumn> columns,
        Marginals marginals,
        Scales scales,
        View view)
        implements Scorer<Oddness> {
    /**
     * The scores of a row.
     *
     * @param byView of the joint density and of all columns, in nats
     * @param beside ln N(z) − Σⱼ ln φ(zⱼ) of the normal distributions, in nats; zero for none
     * @param density ln p of the known cells
     */
    record Scored(ViewScores byView, double beside, ImportanceEstimate density) {}

    /** The scales of views, and of the normal distributions beside the joint density. */
    public record Scales(ViewScales views, ViewScales.Scale beside) {
        /** Scales in nats. */
        public static Scales none() {
            ViewScales.Scale nats = new ViewScales.Scale(0, 1);
            return new Scales(new ViewScales(nats, nats, nats), nats);
        }

        static Scales of(List<Scored> all) {
            return new Scales(
                    ViewScales.of(all.stream().map(Scored::byView).toList()),
                    ViewScales.Scale.of(all.stream().mapToDouble(Scored::beside).toArray(), ViewDefaults.LEAST_UNIT));
        }

        private double by(View view, Scored of) {
            ViewScores scores = of.byView;
            double combination = Math.min(scores.combination(), beside.on(views.combination(), of.beside));
            return views.by(view, new ViewScores(combination, scores.tails(), scores.column()));
        }
    }

    /** This scorer by another view, on other scales. */
    OddnessScorer by(View other, Scales on) {
        return new OddnessScorer(joint, inJoint, normals, columns, marginals, on, other);
    }

    @Override
    public OddnessScorer explaining() {
        return by(View.ROW, scales);
    }

    @Override
    public Oddness score(double[] row) {
        return scores(new double[][] {row}).getFirst();
    }

    @Override
    public List<Oddness> scores(double[][] rows) {
        return oddness(all(rows, joint::scores));
    }

    @Override
    public List<Oddness> compared(double[][] rows) {
        return oddness(all(rows, joint::compared));
    }

    @Override
    public List<Oddness> comparedRoughly(double[][] rows) {
        return oddness(all(rows, joint::comparedRoughly));
    }

    private List<Oddness> oddness(List<Scored> all) {
        return all.stream().map(this::oddness).toList();
    }

    /** The score of this view among the scores of a row. */
    Oddness oddness(Scored of) {
        return new Oddness(scales.by(view, of), scales.views.error(view, of.density.standardError()), of.density);
    }

    /** The scores of rows by all views. */
    List<Scored> all(double[][] rows) {
        return all(rows, joint::scores);
    }

    private List<Scored> all(double[][] rows, Function<double[][], List<ViewScorer.Scored>> ofJoint) {
        List<ViewScorer.Scored> all =
                ofJoint.apply(Arrays.stream(rows).map(this::some).toArray(double[][]::new));
        double[] beside = normals.map(n -> n.besideIndependent(rows)).orElse(new double[rows.length]);
        return IntStream.range(0, rows.length)
                .mapToObj(i -> new Scored(
                        whole(rows[i], all.get(i).byView()),
                        beside[i],
                        all.get(i).density()))
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
        return new ViewScores(ofJoint.combination(), sum, least);
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
}
