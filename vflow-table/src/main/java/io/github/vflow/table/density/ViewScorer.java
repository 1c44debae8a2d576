package io.github.vflow.table.density;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives rows their scores by each view of their cells, by one pass of the density. A row with missing cells has the mean of the scores of its
 * completions by the density, so that it compares with rows without. Immutable and safe for any number of threads.
 *
 * @param density of the rows, which draws missing cells
 * @param marginals the distributions of its columns
 * @param neighbours rows to compare with; empty for none
 * @param screening the values and samples by which columns are compared
 */
public record ViewScorer(
        TableDensity density, Marginals marginals, Optional<Neighbours> neighbours, Screening screening) {
    /** Completions of a row are drawn by one seed, so that a score is a function of the row. */
    private static final long SEED = 1;

    /**
     * A row's scores.
     *
     * @param byView its scores by each view
     * @param density ln p of its known cells, in nats
     */
    public record Scored(ViewScores byView, ImportanceEstimate density) {}

    public static ViewScorer of(TableDensity density, Marginals marginals, Optional<Neighbours> neighbours) {
        return new ViewScorer(density, marginals, neighbours, Screening.of(density));
    }

    /** The scores of a row [d]. */
    public Scored score(double[] row) {
        return Arrays.stream(row).anyMatch(Double::isNaN)
                ? scores(new double[][] {row}).getFirst()
                : besideOthers(row, density.estimate(row));
    }

    /** The scores of each row. */
    public List<Scored> scores(Rows rows) {
        return scores(IntStream.range(0, rows.size()).mapToObj(rows::copyRow).toArray(double[][]::new));
    }

    /** The scores of each row [n][d], which are the same alone. */
    public List<Scored> scores(double[][] rows) {
        ImportanceEstimate[] all = density.estimates(rows);
        List<Scored> scores = new ArrayList<>(IntStream.range(0, rows.length)
                .mapToObj(i -> besideOthers(rows[i], all[i]))
                .toList());
        int[] open = IntStream.range(0, rows.length)
                .filter(i -> rows[i].length > 1
                        && Double.isFinite(all[i].logProb())
                        && Arrays.stream(rows[i]).anyMatch(Double::isNaN))
                .toArray();
        for (int from = 0; from < open.length; from += ViewDefaults.COMPLETED_AT_ONCE) {
            int[] some = Arrays.copyOfRange(open, from, Math.min(open.length, from + ViewDefaults.COMPLETED_AT_ONCE));
            ViewScores[] means =
                    means(Arrays.stream(some).mapToObj(i -> rows[i]).toArray(double[][]::new));
            for (int k = 0; k < some.length; k++) {
                scores.set(some[k], new Scored(means[k], all[some[k]]));
            }
        }
        return scores;
    }

    /** The mean of the scores of the completions of each row with gaps. */
    private ViewScores[] means(double[][] rows) {
        long[] seeds = new long[rows.length];
        Arrays.fill(seeds, SEED);
        List<Imputation> drawn = density.imputeRoughly(rows, ViewDefaults.COMPLETIONS, seeds);
        double[][] complete =
                drawn.stream().flatMap(d -> Arrays.stream(d.values())).toArray(double[][]::new);
        ImportanceEstimate[] all = density.estimates(complete);
        ViewScores[] means = new ViewScores[rows.length];
        int from = 0;
        for (int i = 0; i < rows.length; i++) {
            int first = from;
            from += drawn.get(i).values().length;
            means[i] = ViewScores.mean(
                    IntStream.range(first, from)
                            .mapToObj(k -> besideOthers(complete[k], all[k]).byView())
                            .toArray(ViewScores[]::new),
                    drawn.get(i).weights());
        }
        return means;
    }

    /** As {@link Scorer#compared}: by the known cells alone, since rows that are compared lack the same cells. */
    public List<Scored> compared(double[][] rows) {
        return ofKnown(rows, screening.some().estimates(rows));
    }

    /** As {@link Scorer#comparedRoughly}. */
    public List<Scored> comparedRoughly(double[][] rows) {
        return ofKnown(rows, screening.few().estimates(rows));
    }

    private List<Scored> ofKnown(double[][] rows, ImportanceEstimate[] all) {
        return IntStream.range(0, rows.length)
                .mapToObj(i -> ofKnown(rows[i], all[i]))
                .toList();
    }

    private Scored besideOthers(double[] row, ImportanceEstimate estimate) {
        Scored known = ofKnown(row, estimate);
        return neighbours
                .map(n -> new Scored(known.byView.withNeighbours(n.score(row)), known.density))
                .orElse(known);
    }

    private Scored ofKnown(double[] row, ImportanceEstimate estimate) {
        return new Scored(ViewScores.of(estimate.logProb(), row, marginals), estimate);
    }

    /** As {@link Scorer#numbers}. */
    public List<Double> numbers(int column) {
        return screening.numbers().get(column);
    }

    /** As {@link Scorer#frequent}. */
    public List<Double> frequent(int column) {
        return screening.frequent().get(column);
    }

    /** Whether the density draws missing cells. */
    public boolean imputes() {
        return density.model().forMissing().isPresent();
    }

    /** As {@link Scorer#impute}. A row of one column has no known cells, so its draws are samples. */
    public Imputation impute(double[] row, int samples, long seed) {
        return row.length > 1
                ? density.impute(row, samples, seed)
                : Imputation.equal(density.sample(s -> s.draw(samples, 1, seed)));
    }

    /** As {@link Scorer#imputeRoughly}. */
    public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
        return rows.length > 0 && rows[0].length == 1
                ? IntStream.range(0, rows.length)
                        .mapToObj(i -> impute(rows[i], samples, seeds[i]))
                        .toList()
                : density.imputeRoughly(rows, samples, seeds);
    }
}
