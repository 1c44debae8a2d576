package io.github.vflow.table.verdict;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The distribution of one cell given the known other cells of a row.
 *
 * @param cell its values [k][1] with their weights; without limit of effective draws if all values were enumerated exactly
 * @param mean Σ w·score(others, value), in nats
 * @param standardError of the mean, for draws; zero if all values were enumerated
 */
record Conditional(Imputation cell, double mean, double standardError) {
    /**
     * The numbers of draws.
     *
     * @param all of them
     * @param scored the draws that are scored
     */
    record Draws(int all, int scored) {
        static final Draws MANY = new Draws(AnswerDefaults.MANY_DRAWS, AnswerDefaults.MANY_SCORED);

        /** Enough to tell which columns may be odd. */
        static final Draws FEW = new Draws(AnswerDefaults.FEW_DRAWS, AnswerDefaults.FEW_SCORED);
    }

    /**
     * The distribution of the cell of a column.
     *
     * @param row the other NaN are integrated out
     * @param seed of the draws
     */
    static Conditional of(Scorer<?> scorer, double[] row, int column, long seed, Draws draws) {
        int labels = scorer.columns().get(column).labels().size();
        return labels > 0 && labels <= AnswerDefaults.MOST_ENUMERATED
                ? enumerated(scorer, row, column, labels)
                : drawn(scorer, row, column, seed, draws);
    }

    private static Conditional enumerated(Scorer<?> scorer, double[] row, int column, int labels) {
        double[] values = IntStream.range(0, labels).asDoubleStream().toArray();
        List<? extends Score> scores = scorer.scores(rows(row, column, values));
        double[] logs = Score.values(scores);
        double[][] cells = Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        Imputation cell = Imputation.of(cells, logs);
        double draws = IntStream.range(0, labels)
                .filter(i -> cell.weights()[i] >= AnswerDefaults.LIKELY
                        && !scores.get(i).isKnown())
                .mapToDouble(i -> scores.get(i).effectiveSamples())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        Imputation known = new Imputation(cells, cell.weights(), cell.effectiveSampleSize() == 0 ? 0 : draws);
        return new Conditional(known, mean(logs, cell.weights()), 0);
    }

    private static Conditional drawn(Scorer<?> scorer, double[] row, int column, long seed, Draws draws) {
        double[] given = row.clone();
        given[column] = Double.NaN;
        Imputation cell = scorer.impute(given, draws.all, seed).column(column);
        // whole numbers repeat, and a score of one takes many samples
        Map<Double, Integer> times = new LinkedHashMap<>();
        for (double[] draw : cell.draws(draws.scored, seed)) {
            times.merge(draw[0], 1, Integer::sum);
        }
        double[] points =
                times.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        double[] weights = times.values().stream()
                .mapToDouble(n -> n / (double) draws.scored)
                .toArray();
        double[] logs = Score.values(scorer.scores(rows(row, column, points)));
        double mean = mean(logs, weights);
        double variance = IntStream.range(0, logs.length)
                .filter(i -> Double.isFinite(logs[i]))
                .mapToDouble(i -> weights[i] * (logs[i] - mean) * (logs[i] - mean))
                .sum();
        double effective = Math.min(draws.scored, cell.effectiveSampleSize());
        return new Conditional(cell, mean, Math.sqrt(variance / effective));
    }

    /** Copies of a row with values in one column. */
    private static double[][] rows(double[] row, int column, double[] values) {
        double[][] rows = new double[values.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row.clone();
            rows[i][column] = values[i];
        }
        return rows;
    }

    /** The mean over values with a finite score; −∞ if there is none. */
    private static double mean(double[] logs, double[] weights) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < logs.length; i++) {
            if (Double.isFinite(logs[i])) {
                sum += weights[i] * logs[i];
                weight += weights[i];
            }
        }
        return weight == 0 ? Double.NEGATIVE_INFINITY : sum / weight;
    }

    /** The value that the model expects in the cell of a row, if enough draws are effective. */
    Attribution.Expected expected(Scorer.JudgedColumn column, double[] row) {
        if (!cell.isKnown()) {
            return new Attribution.Unknown(cell.effectiveSampleSize());
        }
        if (column.isCategory()) {
            double best = cell.mode(0);
            return new Attribution.Label(column.labels().get((int) best), cell.probability(0, best));
        }
        Imputation line = column.onLine(cell, 0);
        double median = line.quantile(0.5)[0];
        double low = line.quantile(AnswerDefaults.TAIL)[0];
        double high = line.quantile(1 - AnswerDefaults.TAIL)[0];
        if (column.text().isPresent()) {
            Scorer.Text text = column.text().get();
            return new Attribution.Written(text.of(row, median), text.of(row, low), text.of(row, high));
        }
        return column.isWhole()
                ? new Attribution.Written(
                        Long.toString((long) median), Long.toString((long) low), Long.toString((long) high))
                : new Attribution.Quantity(median, low, high);
    }
}
