package io.github.vflow.flow.train.stacking;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.distribution.TiltSpec;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.tensor.engine.Engine;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Fits the tilt of a mixture by iterative proportional fitting (Deming and Stephan, 1940): each column in its turn gets the heights with which the
 * weighted draws of the mixture have the distribution of the column's training rows, until all have. A few made-up rows of the mixture itself keep
 * heights from following chance. Of a column with missing cells, a draw counts by the probability that its cell is known, so that the draws have the
 * distribution of the column's known cells where they are known, as the training rows have.
 */
public final class TiltFit {
    private final double[][] draws;
    private final double[][] empty;
    private final List<TiltColumn> columns;
    /** Σ h of each draw, and e to the lesser of it and the most. */
    private final double[] sums;

    private final double[] weights;
    private double most = Double.MAX_VALUE;

    private TiltFit(double[][] draws, double[][] empty, List<TiltColumn> columns) {
        this.draws = draws;
        this.empty = empty;
        this.columns = columns;
        this.sums = new double[draws.length];
        this.weights = new double[draws.length];
        Arrays.fill(weights, 1);
    }

    /**
     * The mixture with a tilt, if held-out rows are more likely by it; else the mixture as it is. They choose the number of made-up rows, too.
     *
     * @param mixture of rows without given columns
     * @param train the rows whose columns' distributions it gets
     * @param heldOut rows that decide
     * @param seed of the draws
     * @param empty the probability that each cell is empty, of a row without gaps
     */
    public static Model run(
            Model mixture, Engine engine, Rows train, Rows heldOut, long seed, UnaryOperator<double[]> empty) {
        if (!(mixture.spec().orElse(null) instanceof Spec.Mixture spec)
                || mixture.given() > 0
                || !mixture.components().getFirst().flow().hasFlow()) {
            return mixture;
        }
        List<ColumnSpec> kinds = kinds(spec, mixture.features());
        List<TiltColumn> columns = IntStream.range(0, kinds.size())
                .filter(j -> !(kinds.get(j) instanceof ColumnSpec.Circular))
                .filter(j -> train.known(j).length > 0)
                .mapToObj(j -> TiltColumn.of(j, kinds.get(j) instanceof ColumnSpec.Whole, train.known(j)))
                .toList();
        if (columns.isEmpty()) {
            return mixture;
        }
        Rows drawn;
        try {
            // the seed of a user's samples must not draw the rows that fitted the tilt
            drawn = Sampler.draw(mixture, engine, MixtureDefaults.TILT_DRAWS + MixtureDefaults.MEAN_DRAWS, 1, ~seed);
        } catch (ArithmeticException _) {
            // a model whose draws float32 cannot hold still has a density
            return mixture;
        }
        double[][] fitting = rows(drawn, 0, MixtureDefaults.TILT_DRAWS);
        double[][] others = rows(drawn, MixtureDefaults.TILT_DRAWS, drawn.size());
        double[][] gaps = Arrays.stream(fitting)
                .map(row -> empty.apply(withoutNoise(kinds, row)))
                .toArray(double[][]::new);
        return DoubleStream.iterate(
                        MixtureDefaults.TILT_PRIOR,
                        prior -> prior <= MixtureDefaults.MOST_TILT_PRIOR,
                        prior -> prior * MixtureDefaults.PRIOR_STEP)
                .mapToObj(prior -> new TiltFit(fitting, gaps, columns).fitted(prior, others))
                .map(tilt -> new Judged(tilt, gain(tilt, fitting, heldOut)))
                .filter(judged -> judged.gain > 0)
                .max(Comparator.comparingDouble(Judged::gain))
                .map(judged -> Models.of(
                        spec.withTilt(judged.tilt), mixture.parameters().values()))
                .orElse(mixture);
    }

    /** A drawn row with whole numbers x where the model draws x + u. */
    private static double[] withoutNoise(List<ColumnSpec> kinds, double[] row) {
        return IntStream.range(0, row.length)
                .mapToDouble(j -> kinds.get(j) instanceof ColumnSpec.Whole ? Math.floor(row[j]) : row[j])
                .toArray();
    }

    private record Judged(TiltSpec tilt, double gain) {}

    /** The mean t of rows, in nats. A missing cell has the mean factor of the draws, as if it did not depend on the others. */
    private static double gain(TiltSpec tilt, double[][] draws, Rows rows) {
        double[] ofMissing = tilt.columns().stream()
                .mapToDouble(c -> Math.log(Arrays.stream(draws)
                        .mapToDouble(row -> Math.exp(c.at(row[c.feature()])))
                        .average()
                        .orElseThrow()))
                .toArray();
        return IntStream.range(0, rows.size())
                .mapToObj(rows::copyRow)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int k = 0; k < ofMissing.length; k++) {
                        TiltSpec.OfColumn c = tilt.columns().get(k);
                        double x = row[c.feature()];
                        sum += Double.isNaN(x) ? ofMissing[k] : c.at(x);
                    }
                    return Math.min(sum, tilt.most()) - tilt.logMean();
                })
                .average()
                .orElse(0);
    }

    private static List<ColumnSpec> kinds(Spec.Mixture spec, int features) {
        List<ColumnSpec> kinds = spec.kinds();
        return kinds.isEmpty()
                ? Collections.nCopies(features, new ColumnSpec.Real())
                : kinds.stream().map(ColumnSpec::plain).toList();
    }

    private static double[][] rows(Rows all, int from, int to) {
        return IntStream.range(from, to).mapToObj(all::copyRow).toArray(double[][]::new);
    }

    /**
     * The fitted tilt.
     *
     * @param prior made-up rows for each bin
     * @param others draws that did not fit it, whose mean weight it divides by
     */
    private TiltSpec fitted(double prior, double[][] others) {
        List<Fitted> all = columns.stream().map(c -> new Fitted(c, prior)).toList();
        for (int sweep = 0; sweep < MixtureDefaults.TILT_SWEEPS; sweep++) {
            all.forEach(Fitted::match);
        }
        TiltSpec tilt =
                new TiltSpec(all.stream().map(f -> f.column.with(f.heights)).toList(), most, 0, 0);
        Mean mean = Mean.of(
                Arrays.stream(others).mapToDouble(row -> Math.exp(tilt.at(row))).toArray());
        return new TiltSpec(tilt.columns(), most, Math.log(mean.value()), mean.standardError() / mean.value());
    }

    /** A column while it is fitted. */
    private final class Fitted {
        private final TiltColumn column;
        /** The bin of each draw, and the probability that its cell is known. */
        private final int[] bins;

        private final double[] known;

        private final double[] target;
        private final double[] heights;

        Fitted(TiltColumn column, double prior) {
            this.column = column;
            this.bins = Arrays.stream(draws)
                    .mapToInt(row -> column.bin(row[column.feature()]))
                    .toArray();
            this.known = Arrays.stream(empty)
                    .mapToDouble(row -> 1 - row[column.feature()])
                    .toArray();
            this.heights = new double[column.bins()];
            this.target = column.target(shares(), Arrays.stream(known).sum(), prior);
        }

        private double[] shares() {
            double[] shares = new double[heights.length];
            double sum = 0;
            for (int i = 0; i < bins.length; i++) {
                double weight = known[i] * weights[i];
                shares[bins[i]] += weight;
                sum += weight;
            }
            for (int k = 0; k < shares.length; k++) {
                shares[k] /= sum;
            }
            return shares;
        }

        /** Changes the heights so that the bins have their shares, and the weights with them. */
        void match() {
            double[] shares = shares();
            double[] more = new double[heights.length];
            for (int k = 0; k < more.length; k++) {
                double to = shares[k] > 0 ? heights[k] + Math.log(target[k] / shares[k]) : heights[k];
                double height = Math.clamp(to, -MixtureDefaults.MOST_TILT, MixtureDefaults.MOST_TILT);
                more[k] = height - heights[k];
                heights[k] = height;
            }
            double mean = 0;
            for (int i = 0; i < bins.length; i++) {
                sums[i] += more[bins[i]];
                weights[i] = Math.exp(Math.min(sums[i], most));
                mean += weights[i] / bins.length;
            }
            most = Math.log(MixtureDefaults.MOST_WEIGHT * mean);
        }
    }
}
