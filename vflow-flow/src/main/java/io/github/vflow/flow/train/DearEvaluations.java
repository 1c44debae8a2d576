package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.discrete.Completions;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.stream.IntStream;

/** Evaluations that take longer than the steps before them, because rows with missing labels are sums over many completions. */
record DearEvaluations(boolean areDear) {
    /** The evaluations of some rows in a plan. */
    static DearEvaluations of(FlowModel scored, Rows rows, TrainingPlan plan) {
        return new DearEvaluations(passes(scored, rows)
                > (long) TrainingDefaults.DEAR
                        * plan.batchSize()
                        * plan.evaluation().every());
    }

    /** Whether the next one is left out, and counts as one in vain: most are, once some were in vain. */
    boolean restsAfter(int stale) {
        return areDear && stale >= TrainingDefaults.IN_VAIN && stale % TrainingDefaults.ONE_OF != 0;
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
