package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.image.plot.CurvePlot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The bound during training: in nats for rows, in bits per dimension for images. */
final class TrainingCurve {
    private TrainingCurve() {}

    /** The latest bounds in short form, for the progress meter. */
    static String words(Model model, Trainer.Progress p) {
        return words(model.images().isPresent() ? "bits/dim " : "ELBO ", p, nats -> shown(model, nats));
    }

    private static String words(String what, Trainer.Progress p, DoubleUnaryOperator shown) {
        return Double.isNaN(p.validationBound())
                ? what + Text.nats(shown.applyAsDouble(p.trainBound()))
                : what + Text.nats(shown.applyAsDouble(p.validationBound())) + " (best "
                        + Text.nats(shown.applyAsDouble(p.bestBound())) + ")";
    }

    private static double shown(Model model, double nats) {
        return model.images().isPresent() ? model.bitsPerDim(nats) : nats;
    }

    /** The latest bounds of a table's training. */
    static String words(Trainer.Progress p) {
        return words("ELBO ", p, nats -> nats);
    }

    /** The plot of a training. */
    static CurvePlot of(TrainingData data, Model model, List<Trainer.Progress> history) {
        List<CurvePlot.Series> series = new ArrayList<>();
        series.add(series("training batches", history, p -> shown(model, p.trainBound())));
        if (data.validation().isPresent()) {
            series.add(series("validation", history, p -> shown(model, p.validationBound())));
        }
        List<CurvePlot.Reference> references = new ArrayList<>();
        if (data instanceof ToyData t) {
            t.toy()
                    .entropyBound()
                    .ifPresent(b -> references.add(new CurvePlot.Reference("no model exceeds " + Text.nats(b), b)));
        }
        String unit = model.images().isPresent() ? "bits per dimension, by the bound" : "ELBO (nats)";
        return new CurvePlot("Training on " + data.name(), "step", unit, series, references);
    }

    private static CurvePlot.Series series(
            String name, List<Trainer.Progress> history, ToDoubleFunction<Trainer.Progress> value) {
        return new CurvePlot.Series(
                name,
                history.stream().mapToDouble(Trainer.Progress::step).toArray(),
                history.stream().mapToDouble(value).toArray());
    }
}
