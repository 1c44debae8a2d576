package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.Trainer;
import java.util.function.DoubleUnaryOperator;

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
}
