package io.github.vflow.table.verdict;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.view.View;

/** Scores of made-up scorers, which are ln p. */
final class Scores {
    private Scores() {}

    static Score of(double logProb, double error, double draws) {
        return new Score(View.COMBINATION, logProb, error, new ImportanceEstimate(logProb, error, draws));
    }

    static Score of(double logProb) {
        return of(logProb, 0, 1);
    }
}
