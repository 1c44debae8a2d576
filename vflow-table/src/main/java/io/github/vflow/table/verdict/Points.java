package io.github.vflow.table.verdict;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The values of a cell whose scores tell its distribution given the other cells. Those of many columns are scored together. */
sealed interface Points {
    /** The values [k], each once. */
    double[] values();

    /**
     * The distribution of the cell.
     *
     * @param scores of the row with each value [k]
     */
    Conditional conditional(List<Score> scores);

    /**
     * The points that give a cost: all values of a column if these can be listed, or some draws.
     *
     * @param row the other NaN are integrated out
     */
    static Points of(Scorer scorer, double[] row, int column, Conditional.Draws draws) {
        List<Double> numbers = scorer.numbers(column);
        return isListed(scorer, column)
                ? ofLabels(scorer, column)
                : numbers.isEmpty() || numbers.size() > draws.scored()
                        ? drawn(scorer, row, column, draws)
                        : ofNumbers(numbers, row[column], true);
    }

    /**
     * The points that tell which of some columns may be odd: some of the frequent numbers of a column, or a few draws.
     *
     * @param row complete
     */
    static List<Points> few(Scorer scorer, double[] row, int[] some) {
        Map<Integer, Points> drawn = drawn(
                scorer,
                row,
                Arrays.stream(some)
                        .filter(j -> !isListed(scorer, j) && scorer.frequent(j).isEmpty())
                        .toArray());
        return Arrays.stream(some)
                .mapToObj(j -> Optional.ofNullable(drawn.get(j))
                        .orElseGet(() -> isListed(scorer, j)
                                ? ofLabels(scorer, j)
                                : ofNumbers(thinned(scorer.frequent(j)), row[j], areFew(scorer, j))))
                .toList();
    }

    /** A few draws of each of some columns, by their numbers. */
    private static Map<Integer, Points> drawn(Scorer scorer, double[] row, int[] some) {
        Map<Integer, Points> points = new HashMap<>();
        if (some.length > 0) {
            Conditional.Draws draws = Conditional.Draws.FEW;
            List<Imputation> drawn = scorer.imputeRoughly(
                    Arrays.stream(some).mapToObj(j -> without(row, j)).toArray(double[][]::new),
                    draws.all(),
                    Arrays.stream(some).asLongStream().toArray());
            for (int i = 0; i < some.length; i++) {
                points.put(some[i], Drawn.of(drawn.get(i).column(some[i]), draws.scored(), some[i]));
            }
        }
        return points;
    }

    /** Whether the few numbers are all that the column has. */
    private static boolean areFew(Scorer scorer, int column) {
        int numbers = scorer.numbers(column).size();
        return numbers > 0 && numbers <= AnswerDefaults.FEW_VALUES;
    }

    private static boolean isListed(Scorer scorer, int column) {
        int labels = scorer.columns().get(column).labels().size();
        return labels > 0 && labels <= AnswerDefaults.MOST_ENUMERATED;
    }

    private static Points ofLabels(Scorer scorer, int column) {
        int labels = scorer.columns().get(column).labels().size();
        return new Listed(IntStream.range(0, labels).asDoubleStream().toArray(), true, true);
    }

    /** The number of the row is among them, since others may be much less likely. */
    private static Points ofNumbers(List<Double> numbers, double own, boolean areAll) {
        return new Listed(
                DoubleStream.concat(numbers.stream().mapToDouble(Double::doubleValue), DoubleStream.of(own + 0.0))
                        .distinct()
                        .toArray(),
                false,
                areAll);
    }

    private static List<Double> thinned(List<Double> numbers) {
        int most = AnswerDefaults.FEW_VALUES;
        return numbers.size() <= most
                ? numbers
                : IntStream.range(0, most)
                        .mapToObj(i -> numbers.get(i * (numbers.size() - 1) / (most - 1)))
                        .toList();
    }

    private static Points drawn(Scorer scorer, double[] row, int column, Conditional.Draws draws) {
        return Drawn.of(
                scorer.impute(without(row, column), draws.all(), column).column(column), draws.scored(), column);
    }

    private static double[] without(double[] row, int column) {
        double[] given = row.clone();
        given[column] = Double.NaN;
        return given;
    }

    /** Copies of a row with each value in a column [k][d]. */
    default double[][] rows(double[] row, int column) {
        return Arrays.stream(values())
                .mapToObj(x -> {
                    double[] copy = row.clone();
                    copy[column] = x;
                    return copy;
                })
                .toArray(double[][]::new);
    }

    /**
     * Values that are all a column has, or stand for them: each has the weight of its probability.
     *
     * @param areLabels whether a label is known only if its score is; scores of numbers in one column err alike
     * @param areAll whether the column has no other values; else the standard error is their spread
     */
    record Listed(double[] values, boolean areLabels, boolean areAll) implements Points {
        @Override
        public Conditional conditional(List<Score> scores) {
            double[] logs = Score.values(scores);
            double[][] cells =
                    Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
            Imputation cell = Imputation.of(
                    cells, scores.stream().mapToDouble(Score::logProb).toArray());
            double draws = IntStream.range(0, values.length)
                    .filter(i -> areLabels
                            && cell.weights()[i] >= AnswerDefaults.LIKELY
                            && !scores.get(i).isKnown())
                    .mapToDouble(i -> scores.get(i).effectiveSamples())
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            Imputation known = new Imputation(cells, cell.weights(), cell.effectiveSampleSize() == 0 ? 0 : draws);
            double mean = mean(logs, cell.weights());
            return new Conditional(known, mean, areAll ? 0 : Math.sqrt(variance(logs, cell.weights(), mean)));
        }
    }

    /**
     * Draws of a cell.
     *
     * @param cell the draws with their weights
     * @param values the different ones among the draws that are scored, since whole numbers repeat
     * @param weights of the values
     * @param scored the number of draws that are scored
     */
    record Drawn(Imputation cell, double[] values, double[] weights, int scored) implements Points {
        static Drawn of(Imputation cell, int scored, long seed) {
            Map<Double, Integer> times = new LinkedHashMap<>();
            for (double[] draw : cell.draws(scored, seed)) {
                times.merge(draw[0], 1, Integer::sum);
            }
            return new Drawn(
                    cell,
                    times.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                    times.values().stream()
                            .mapToDouble(n -> n / (double) scored)
                            .toArray(),
                    scored);
        }

        @Override
        public Conditional conditional(List<Score> scores) {
            double[] logs = Score.values(scores);
            double mean = mean(logs, weights);
            double variance = variance(logs, weights, mean);
            return new Conditional(cell, mean, Math.sqrt(variance / Math.min(scored, cell.effectiveSampleSize())));
        }
    }

    private static double variance(double[] logs, double[] weights, double mean) {
        return IntStream.range(0, logs.length)
                .filter(i -> Double.isFinite(logs[i]))
                .mapToDouble(i -> weights[i] * (logs[i] - mean) * (logs[i] - mean))
                .sum();
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
}
