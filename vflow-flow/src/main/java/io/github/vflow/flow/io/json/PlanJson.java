package io.github.vflow.flow.io.json;

import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.plan.TrainingPlan.Descent;
import io.github.vflow.flow.train.plan.TrainingPlan.Evaluation;
import io.github.vflow.flow.train.plan.TrainingPlan.Execution;
import io.github.vflow.flow.train.plan.TrainingPlan.Recompute;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.autodiff.Memory;
import java.util.Optional;

/** The plan of a training. */
public final class PlanJson {
    private PlanJson() {}

    public static TrainingPlan plan(Components<TrainingPlan> c) {
        return new TrainingPlan(
                c.wholeLong("steps", TrainingPlan::steps),
                c.whole("batchSize", TrainingPlan::batchSize),
                c.record("descent", TrainingPlan::descent, PlanJson::descent),
                c.record("evaluation", TrainingPlan::evaluation, PlanJson::evaluation),
                c.wholeLong("seed", TrainingPlan::seed),
                c.record("execution", TrainingPlan::execution, PlanJson::execution));
    }

    private static Descent descent(Components<Descent> c) {
        return new Descent(
                c.record("optimizer", Descent::optimizer, PlanJson::optimizer),
                c.component("schedule", Descent::schedule, ScheduleJson::write, ScheduleJson::read),
                c.number("clipNorm", Descent::clipNorm),
                c.number("emaDecay", Descent::emaDecay));
    }

    private static Execution execution(Components<Execution> c) {
        return new Execution(
                c.record("recompute", Execution::recompute, PlanJson::recompute), c.whole("shards", Execution::shards));
    }

    private static Adam optimizer(Components<Adam> c) {
        return new Adam(
                c.number("beta1", Adam::beta1),
                c.number("beta2", Adam::beta2),
                c.number("epsilon", Adam::epsilon),
                c.choice("form", Adam::form, Adam.Form.class));
    }

    private static Evaluation evaluation(Components<Evaluation> c) {
        long every = c.wholeLong("every", Evaluation::every);
        int patience = c.whole("patience", Evaluation::patience);
        // files of before have one number
        int least = c.optional("least", e -> Optional.of(e.least()), JsonValue::of, Field::whole)
                .orElse(patience);
        return new Evaluation(every, patience, least);
    }

    private static Recompute recompute(Components<Recompute> c) {
        return new Recompute(
                c.choice("memory", Recompute::memory, Memory.class), c.whole("segments", Recompute::segments));
    }
}
