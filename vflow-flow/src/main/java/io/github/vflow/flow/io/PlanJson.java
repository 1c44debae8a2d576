package io.github.vflow.flow.io;

import io.github.vflow.flow.train.Evaluation;
import io.github.vflow.flow.train.Recompute;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.tensor.autodiff.Memory;

/** The plan of a training: each record is written and read by its components in their order. */
final class PlanJson {
    private PlanJson() {}

    static JsonObject write(TrainingPlan p) {
        return JsonObject.builder()
                .put("steps", p.steps())
                .put("batchSize", p.batchSize())
                .put("optimizer", write(p.optimizer()))
                .put("schedule", ScheduleJson.write(p.schedule()))
                .put("clipNorm", p.clipNorm())
                .put("emaDecay", p.emaDecay())
                .put("evaluation", write(p.evaluation()))
                .put("seed", p.seed())
                .put("recompute", write(p.recompute()))
                .put("shards", p.shards())
                .build();
    }

    static TrainingPlan read(Fields f) {
        return new TrainingPlan(
                f.get("steps").wholeLong(),
                f.get("batchSize").whole(),
                f.get("optimizer").object(PlanJson::optimizer),
                f.get("schedule").object(ScheduleJson::read),
                f.get("clipNorm").number(),
                f.get("emaDecay").number(),
                f.get("evaluation").object(PlanJson::evaluation),
                f.get("seed").wholeLong(),
                f.get("recompute").object(PlanJson::recompute),
                f.get("shards").whole());
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

    private static JsonObject write(Evaluation e) {
        return JsonObject.builder()
                .put("every", e.every())
                .put("patience", e.patience())
                .build();
    }

    private static Evaluation evaluation(Fields f) {
        return new Evaluation(f.get("every").wholeLong(), f.get("patience").whole());
    }

    private static JsonObject write(Recompute r) {
        return JsonObject.builder()
                .put("memory", r.memory())
                .put("segments", r.segments())
                .build();
    }

    private static Recompute recompute(Fields f) {
        return new Recompute(
                f.get("memory").choice(Memory.class), f.get("segments").whole());
    }
}
