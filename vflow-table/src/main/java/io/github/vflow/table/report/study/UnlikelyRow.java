package io.github.vflow.table.report.study;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row that the model finds unlikely.
 *
 * @param index among the rows of the study
 * @param place in the table, counted from 0
 * @param logProb ln p of the row, in nats
 * @param verdict with its attribution for the first rows; empty if the model has no calibration
 */
public record UnlikelyRow(int index, int place, double logProb, Optional<Verdict> verdict) {
    /** An attribution takes some hundred scores for each cell. */
    private static final int EXPLAINED_CELLS = 400;

    /** The rows with the lowest p-values, or with the lowest ln p if there are no verdicts. */
    public static List<UnlikelyRow> lowest(Study study, int most) {
        List<Verdict> verdicts = study.verdicts();
        Optional<RecordScorer> explains =
                study.scorer().filter(_ -> study.model().takesMissingCells());
        int explained = Math.max(1, EXPLAINED_CELLS / study.columns().size());
        double[] scores = verdicts.isEmpty()
                ? study.scores()
                : verdicts.stream().mapToDouble(Verdict::score).toArray();
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .limit(most)
                .toList();
        return IntStream.range(0, order.size())
                .mapToObj(k -> {
                    int i = order.get(k);
                    Optional<Verdict> judged = verdicts.isEmpty() ? Optional.empty() : Optional.of(verdicts.get(i));
                    Optional<Verdict> verdict = explains.filter(_ -> k < explained)
                            .map(s -> s.explain(new Alarm.Observed(study.rows().copyRow(i), List.of())))
                            .or(() -> judged);
                    return new UnlikelyRow(i, study.chosen().places()[i], study.scores()[i], verdict);
                })
                .toList();
    }
}
