package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;

/** A training plan in words, for the notes of a model file. */
public final class PlanWords {
    private PlanWords() {}

    /** Steps, batch, learning rate and what else becomes of a gradient. */
    public static String of(TrainingPlan plan) {
        return Text.format(
                "%s of %s, learning rate %s %s, ema %s, clip %s, seed %d",
                Text.count(plan.steps(), "step"),
                Text.count(plan.batchSize(), "row"),
                plan.descent().schedule().rate(),
                words(plan.descent().schedule()),
                plan.descent().emaDecay() == 0 ? "none" : plan.descent().emaDecay(),
                plan.descent().clipNorm() == 0 ? "none" : plan.descent().clipNorm(),
                plan.seed());
    }

    private static String words(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Constant _ -> "constant";
            case Schedule.Linear _ -> "linear";
            case Schedule.Cosine _ -> "cosine";
            case Schedule.Exponential _ -> "exponential";
            case Schedule.WarmUp w -> words(w.then());
        };
    }
}
