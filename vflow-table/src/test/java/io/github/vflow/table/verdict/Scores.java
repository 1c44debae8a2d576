package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.view.View;

/** Scores of made-up scorers, which are ln p. */
final class Scores {
    private Scores() {}

    static AlarmScore of(double logProb, double error, double draws) {
        return new AlarmScore(View.ROW, logProb, error, new ImportanceEstimate(logProb, error, draws));
    }

    static AlarmScore of(double logProb) {
        return of(logProb, 0, 1);
    }
}
