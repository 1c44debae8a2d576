package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The scores of the rows of a table, each by the density of its fold, and the verdicts that follow.
 *
 * @param rows [n] the table
 * @param folds of the rows
 * @param densities one for each fold, which did not see its rows
 * @param estimates [n] of the rows; null for a row without a known cell
 */
public record FoldedScores(Rows rows, Folds folds, List<? extends RowModel> densities, ImportanceEstimate[] estimates) {
    /** Scores each row by the density of its fold. */
    public static FoldedScores of(Rows rows, Folds folds, List<? extends RowModel> densities) {
        ImportanceEstimate[] estimates = new ImportanceEstimate[rows.size()];
        for (int k = 0; k < folds.count(); k++) {
            int[] some = folds.rows(k);
            double[][] batch = Arrays.stream(some).mapToObj(rows::copyRow).toArray(double[][]::new);
            ImportanceEstimate[] of = densities.get(k).estimates(batch);
            for (int i = 0; i < some.length; i++) {
                estimates[some[i]] = of[i];
            }
        }
        return new FoldedScores(rows, folds, densities, estimates);
    }

    /**
     * The verdict on each row; empty for a row without a known cell. The p-value compares its score with those of the rows that are not odd.
     *
     * @param threads that explain odd rows, of which the worst have an attribution: a thousand, and of more than ten columns fewer
     * @param onExplain is told the number of rows that get an attribution, if there are any
     */
    public List<Optional<Verdict>> verdicts(int threads, IntConsumer onExplain) {
        int[] scored =
                IntStream.range(0, rows.size()).filter(i -> folds.of()[i] >= 0).toArray();
        double[] scores =
                Arrays.stream(scored).mapToDouble(i -> estimates[i].logProb()).toArray();
        boolean[] isOdd = OddScores.of(scores);
        int[] odd = IntStream.range(0, scored.length)
                .filter(i -> isOdd[i])
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(i -> scored[i])
                .toArray();
        int[] normal = IntStream.range(0, scored.length)
                .filter(i -> !isOdd[i])
                .map(i -> scored[i])
                .toArray();
        double[] ofNormal =
                Arrays.stream(normal).mapToDouble(i -> estimates[i].logProb()).toArray();
        Calibration calibration = Calibration.of(ofNormal, rows.select(normal));
        // odd rows have the least p-value there is, and no other row has it, since it is compared with itself
        double level = 1 / (normal.length + 1.0);
        List<Alarm> alarms = densities.stream()
                .map(d -> Alarm.of(d, Optional.of(calibration), level).blamingAtMost(1))
                .toList();
        Set<Integer> explained =
                new HashSet<>(Arrays.stream(odd).limit(explained()).boxed().toList());
        if (!explained.isEmpty()) {
            onExplain.accept(explained.size());
        }
        List<Optional<Verdict>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<CompletableFuture<Optional<Verdict>>> jobs = IntStream.range(0, rows.size())
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> verdict(alarms, i, explained.contains(i)), pool))
                    .toList();
            jobs.forEach(j -> all.add(j.join()));
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
        return all;
    }

    private long explained() {
        return Math.round(OddRowDefaults.MOST_EXPLAINED
                * Math.min(1, Math.pow(OddRowDefaults.COLUMNS_OF_MOST_EXPLAINED / rows.features(), 2)));
    }

    private Optional<Verdict> verdict(List<Alarm> alarms, int row, boolean isExplained) {
        int fold = folds.of()[row];
        if (fold < 0) {
            return Optional.empty();
        }
        double[] cells = rows.copyRow(row);
        return Optional.of(
                isExplained ? alarms.get(fold).explain(cells) : alarms.get(fold).judge(cells, estimates[row]));
    }
}
