package io.github.vflow.flow.io.json;

import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.autodiff.Memory;

/** The plan of a training: each record is written and read by its components in their order. */
public final class PlanJson {
    private PlanJson() {}

    public static JsonObject write(TrainingPlan p) {
        return JsonObject.builder()
                .put("steps", p.steps())
                .put("batchSize", p.batchSize())
                .put("descent", write(p.descent()))
                .put("evaluation", write(p.evaluation()))
                .put("seed", p.seed())
                .put("execution", write(p.execution()))
                .build();
    }

    public static TrainingPlan read(Fields f) {
        return new TrainingPlan(
                f.get("steps").wholeLong(),
                f.get("batchSize").whole(),
                f.get("descent").object(PlanJson::descent),
                f.get("evaluation").object(PlanJson::evaluation),
                f.get("seed").wholeLong(),
                f.get("execution").object(PlanJson::execution));
    }

    private static JsonObject write(TrainingPlan.Descent d) {
        return JsonObject.builder()
                .put("optimizer", write(d.optimizer()))
                .put("schedule", ScheduleJson.write(d.schedule()))
                .put("clipNorm", d.clipNorm())
                .put("emaDecay", d.emaDecay())
                .build();
    }

    private static TrainingPlan.Descent descent(Fields f) {
        return new TrainingPlan.Descent(
                f.get("optimizer").object(PlanJson::optimizer),
                f.get("schedule").object(ScheduleJson::read),
                f.get("clipNorm").number(),
                f.get("emaDecay").number());
    }

    private static JsonObject write(TrainingPlan.Execution e) {
        return JsonObject.builder()
                .put("recompute", write(e.recompute()))
                .put("shards", e.shards())
                .build();
    }

    private static TrainingPlan.Execution execution(Fields f) {
        return new TrainingPlan.Execution(
                f.get("recompute").object(PlanJson::recompute), f.get("shards").whole());
    }

    private static JsonObject write(Adam a) {
        return JsonObject.builder()
                .put("beta1", a.beta1())
                .put("beta2", a.beta2())
                .put("epsilon", a.epsilon())
                .put("form", a.form())
                .build();
    }

    private static Adam optimizer(Fields f) {
        return new Adam(
                f.get("beta1").number(),
                f.get("beta2").number(),
                f.get("epsilon").number(),
                f.get("form").choice(Adam.Form.class));
    }

    private static JsonObject write(TrainingPlan.Evaluation e) {
        return JsonObject.builder()
                .put("every", e.every())
                .put("patience", e.patience())
                .build();
    }

    private static TrainingPlan.Evaluation evaluation(Fields f) {
        return new TrainingPlan.Evaluation(
                f.get("every").wholeLong(), f.get("patience").whole());
    }

    private static JsonObject write(TrainingPlan.Recompute r) {
        return JsonObject.builder()
                .put("memory", r.memory())
                .put("segments", r.segments())
                .build();
    }

    private static TrainingPlan.Recompute recompute(Fields f) {
        return new TrainingPlan.Recompute(
                f.get("memory").choice(Memory.class), f.get("segments").whole());
    }
}
