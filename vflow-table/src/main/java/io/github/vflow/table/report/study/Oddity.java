package io.github.vflow.table.report.study;

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
 * @param place in the table, from 0 on
 * @param score ln p, in nats
 * @param verdict with its attribution; empty if the model has no calibration, or needs complete rows
 */
public record Oddity(int index, int place, double score, Optional<Verdict> verdict) {
    private static final double RATE = 0.01;

    /** The rows with the lowest scores. */
    public static List<Oddity> lowest(Study study, int most) {
        Optional<Alarm> alarm = study.pValues()
                .map(PValues::leastRate)
                .filter(_ -> study.model().model().filling().isPresent())
                .map(least -> study.model().alarm(Math.max(RATE, least)));
        return IntStream.range(0, study.scores().length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> study.scores()[i]))
                .limit(most)
                .map(i -> new Oddity(
                        i,
                        study.places()[i],
                        study.scores()[i],
                        alarm.map(a -> a.explain(study.rows().copyRow(i)))))
                .toList();
    }
}
