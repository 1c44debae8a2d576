package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.stream.IntStream;

/**
 * Evaluations that take longer than the steps before them, because rows with missing labels are sums over many completions. The dearer they are, the
 * fewer are made.
 *
 * @param oneOf this many is made, the last of them; 1 for each
 */
record DearEvaluations(int oneOf) {
    /** The evaluations of some rows in a plan. */
    static DearEvaluations of(FlowModel scored, Rows rows, TrainingPlan plan) {
        TrainingPlan.Evaluation evaluation = plan.evaluation();
        long trained = (long) TrainingDefaults.DEAR * plan.batchSize() * evaluation.every();
        int most = evaluation.patience() == 0
                ? TrainingDefaults.ONE_OF
                : Math.clamp(evaluation.patience() / TrainingDefaults.IN_VAIN, 1, TrainingDefaults.ONE_OF);
        return new DearEvaluations(Math.clamp(Math.ceilDiv(passes(scored, rows), trained), 1, most));
    }

    /** Whether the next one is left out, and counts as one in vain. */
    boolean restsAfter(int stale) {
        return stale % oneOf != oneOf - 1;
    }

    /** The completions of all rows with missing cells; a row of too many is drawn, and counts once. */
    private static long passes(FlowModel scored, Rows rows) {
        return IntStream.range(0, rows.size())
                .filter(rows::hasMissing)
                .mapToLong(i -> scored.discrete()
                        .map(part -> Completions.of(part, scored.standardization(), rows.copyRow(i), true)
                                .count(GapDefaults.MOST_TERMS))
                        .filter(terms -> terms <= GapDefaults.MOST_TERMS)
                        .orElse(1))
                .sum();
    }
}
