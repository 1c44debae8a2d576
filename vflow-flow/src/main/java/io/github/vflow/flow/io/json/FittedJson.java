package io.github.vflow.flow.io.json;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** How a model was trained and is scored. */
public final class FittedJson {
    private FittedJson() {}

    public static Scoring scoring(Components<Scoring> c) {
        return new Scoring(c.whole("samples", Scoring::samples), c.wholeLong("seed", Scoring::seed));
    }

    public static Fitted fitted(Components<Fitted> c) {
        return new Fitted(
                c.wholeLong("steps", Fitted::steps),
                c.number("seconds", Fitted::seconds),
                c.record("heldOut", Fitted::heldOut, FittedJson::mean),
                c.choice("end", Fitted::end, Fitted.End.class),
                c.records("history", Fitted::history, FittedJson::progress),
                c.optional("alone", f -> Optional.of(f.alone()), FittedJson::alone, f -> f.list(FittedJson::alone))
                        .orElse(List.of()));
    }

    /** Files of before have no such components. */
    private static JsonValue alone(List<Fitted.Alone> components) {
        return JsonArray.of(components, a -> Components.write(a, FittedJson::alone));
    }

    private static Fitted.Alone alone(Field f) {
        return f.record(FittedJson::alone);
    }

    private static Fitted.Alone alone(Components<Fitted.Alone> c) {
        return new Fitted.Alone(
                c.number("flow", Fitted.Alone::flow),
                c.number("normals", Fitted.Alone::normals),
                c.number("student", Fitted.Alone::student));
    }

    private static Mean mean(Components<Mean> c) {
        return new Mean(
                c.number("value", Mean::value),
                c.number("standardError", Mean::standardError),
                c.wholeLong("count", Mean::count));
    }

    public static Trainer.Progress progress(Components<Trainer.Progress> c) {
        return new Trainer.Progress(
                c.wholeLong("step", Trainer.Progress::step),
                c.wholeLong("steps", Trainer.Progress::steps),
                c.number("trainBound", Trainer.Progress::trainBound),
                c.number("validationBound", Trainer.Progress::validationBound),
                c.number("bestBound", Trainer.Progress::bestBound),
                c.number("learningRate", Trainer.Progress::learningRate),
                c.number("seconds", Trainer.Progress::seconds));
    }
}
