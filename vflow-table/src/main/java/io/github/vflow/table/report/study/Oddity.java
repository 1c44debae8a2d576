package io.github.vflow.table.report.study;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.verdict.RowModel;
import io.github.vflow.table.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row that the model finds unlikely.
 *
 * @param index among the rows of the study
 * @param place in the table, from 0 on
 * @param score ln p of the row as alarms compare it, in nats
 * @param verdict with its attribution for the first rows; empty if the model has no calibration, or needs complete rows
 */
public record Oddity(int index, int place, double score, Optional<Verdict> verdict) {
    private static final double RATE = 0.01;

    /** An attribution takes some hundred scores for each cell. */
    private static final int EXPLAINED_CELLS = 400;

    /** The rows with the lowest scores. */
    public static List<Oddity> lowest(Study study, int most) {
        Optional<RecordScorer> scorer = study.pValues()
                .map(PValues::leastRate)
                .filter(_ -> study.model().takesMissingCells())
                .map(least -> study.model().alarm(Math.max(RATE, least)))
                .map(RecordScorer.of(study.model())::withAlarm);
        int explained = Math.max(1, EXPLAINED_CELLS / study.columns().size());
        List<Integer> order = IntStream.range(0, study.smoothedScores().length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> study.smoothedScores()[i]))
                .limit(most)
                .toList();
        return IntStream.range(0, order.size())
                .mapToObj(k -> {
                    int i = order.get(k);
                    RowModel.Observed row = new RowModel.Observed(study.rows().copyRow(i), List.of());
                    Optional<Verdict> verdict = scorer.map(s -> k < explained ? s.explain(row) : s.judge(row));
                    return new Oddity(i, study.places()[i], study.smoothedScores()[i], verdict);
                })
                .toList();
    }
}
