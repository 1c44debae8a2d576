package io.github.vflow.flow.io.json;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import java.util.List;

/** How a model was trained and is scored: each record is written and read by its components in their order. */
public final class FittedJson {
    private FittedJson() {}

    public static JsonObject write(Scoring s) {
        return JsonObject.builder()
                .put("samples", s.samples())
                .put("seed", s.seed())
                .build();
    }

    public static Scoring scoring(Fields f) {
        return new Scoring(f.get("samples").whole(), f.get("seed").wholeLong());
    }

    public static JsonObject write(Fitted t) {
        return JsonObject.builder()
                .put("steps", t.steps())
                .put("seconds", t.seconds())
                .put("heldOut", write(t.heldOut()))
                .put("end", t.end())
                .put("history", writeAll(t.history()))
                .build();
    }

    public static Fitted read(Fields f) {
        return new Fitted(
                f.get("steps").wholeLong(),
                f.get("seconds").number(),
                f.get("heldOut").object(FittedJson::mean),
                f.get("end").choice(Fitted.End.class),
                history(f.get("history")));
    }

    public static JsonArray writeAll(List<Trainer.Progress> history) {
        return JsonArray.of(history, FittedJson::write);
    }

    public static List<Trainer.Progress> history(Field f) {
        return f.list(p -> p.object(FittedJson::progress));
    }

    private static JsonObject write(Mean m) {
        return JsonObject.builder()
                .put("value", m.value())
                .put("standardError", m.standardError())
                .put("count", m.count())
                .build();
    }

    private static Mean mean(Fields f) {
        return new Mean(
                f.get("value").number(),
                f.get("standardError").number(),
                f.get("count").wholeLong());
    }

    private static JsonObject write(Trainer.Progress p) {
        return JsonObject.builder()
                .put("step", p.step())
                .put("steps", p.steps())
                .put("trainBound", p.trainBound())
                .put("validationBound", p.validationBound())
                .put("bestBound", p.bestBound())
                .put("learningRate", p.learningRate())
                .put("seconds", p.seconds())
                .build();
    }

    private static Trainer.Progress progress(Fields f) {
        return new Trainer.Progress(
                f.get("step").wholeLong(),
                f.get("steps").wholeLong(),
                f.get("trainBound").number(),
                f.get("validationBound").number(),
                f.get("bestBound").number(),
                f.get("learningRate").number(),
                f.get("seconds").number());
    }
}
