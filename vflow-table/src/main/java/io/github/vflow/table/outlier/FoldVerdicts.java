package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The oddness of the rows of a table, each by the scorer of its fold, and the verdicts that follow.
 *
 * @param rows [n] the table
 * @param folds of the rows
 * @param scorers one for each fold, which did not see its rows
 * @param scores [n] of the rows; null for a row without a known cell
 */
public record FoldVerdicts(Rows rows, Folds folds, List<? extends Scorer<Oddness>> scorers, Oddness[] scores) {
    /** Scores each row by the scorer of its fold. */
    public static FoldVerdicts of(Rows rows, Folds folds, List<? extends Scorer<Oddness>> scorers) {
        Oddness[] scores = new Oddness[rows.size()];
        for (int k = 0; k < folds.count(); k++) {
            int[] some = folds.rows(k);
            double[][] batch = Arrays.stream(some).mapToObj(rows::copyRow).toArray(double[][]::new);
            List<Oddness> of = scorers.get(k).scores(batch);
            for (int i = 0; i < some.length; i++) {
                scores[some[i]] = of.get(i);
            }
        }
        return new FoldVerdicts(rows, folds, scorers, scores);
    }

    /**
     * The verdict on each row; empty for a row without a known cell. The p-value compares its score with the scores of rows that are not odd.
     *
     * @param threads that explain odd rows; the worst thousand have an attribution, fewer if there are more than ten columns
     * @param onExplain is told the number of rows that get an attribution, if there are any
     */
    public List<Optional<Verdict>> verdicts(int threads, IntConsumer onExplain) {
        int[] scored =
                IntStream.range(0, rows.size()).filter(i -> folds.of()[i] >= 0).toArray();
        boolean[] isOdd = OddScores.of(values(scored));
        int[] normal = IntStream.range(0, scored.length)
                .filter(i -> !isOdd[i])
                .map(i -> scored[i])
                .toArray();
        Set<Integer> explained = IntStream.range(0, scored.length)
                .filter(i -> isOdd[i])
                .mapToObj(i -> scored[i])
                .sorted(Comparator.comparingDouble(i -> scores[i].value()))
                .limit(explained())
                .collect(Collectors.toSet());
        if (!explained.isEmpty()) {
            onExplain.accept(explained.size());
        }
        Calibration calibration = Calibration.of(values(normal), rows.select(normal));
        // odd rows have the least p-value there is, and no other row has it, since it is compared with itself
        double level = 1 / (normal.length + 1.0);
        List<Optional<Verdict>> all = new ArrayList<>(Collections.nCopies(rows.size(), Optional.empty()));
        for (int k = 0; k < folds.count(); k++) {
            int[] some = folds.rows(k);
            List<Verdict> verdicts = Alarm.of(scorers.get(k), Optional.of(calibration), level)
                    .blamingAtMost(1)
                    .judge(
                            Arrays.stream(some)
                                    .mapToObj(i -> new Alarm.Observed(rows.copyRow(i), List.of()))
                                    .toList(),
                            Arrays.stream(some).mapToObj(i -> scores[i]).toList(),
                            i -> explained.contains(some[i]),
                            threads);
            for (int i = 0; i < some.length; i++) {
                all.set(some[i], Optional.of(verdicts.get(i)));
            }
        }
        return all;
    }

    private double[] values(int[] some) {
        return Arrays.stream(some).mapToDouble(i -> scores[i].value()).toArray();
    }

    private long explained() {
        return Math.round(OddRowDefaults.MOST_EXPLAINED
                * Math.min(1, Math.pow(OddRowDefaults.COLUMNS_OF_MOST_EXPLAINED / rows.features(), 2)));
    }
}
