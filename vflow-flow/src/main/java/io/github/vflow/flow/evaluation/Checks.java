package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.tensor.engine.Engine;
import java.util.Arrays;
import java.util.Objects;

/** Checks arguments of an evaluator. */
final class Checks {
    private Checks() {}

    static void arguments(Model model, Engine engine, int samples) {
        Objects.requireNonNull(model, "Evaluator: model");
        Objects.requireNonNull(engine, "Evaluator: engine");
        if (samples < 1) {
            throw new IllegalArgumentException("Evaluator: samples must be at least 1 but is " + samples);
        }
    }

    /** Checks that all parameters are finite: with a NaN among them, every row would seem to have no density. */
    static void parameters(Model model, float[] parameters) {
        model.parameters().notFinite(parameters).ifPresent(what -> {
            throw new ArithmeticException(
                    "Evaluator: " + what + "; parameters must be finite, so train again at a lower learning rate");
        });
    }

    /**
     * Whether no feature of a row is missing.
     *
     * @throws IllegalArgumentException if the row has another width than the model, or a number that the model does not take
     */
    static boolean isComplete(Model model, double[] row) {
        if (row.length != model.width()) {
            throw new IllegalArgumentException("Evaluator: expected a row of " + model.width() + " numbers but got "
                    + row.length + "; the model was built for rows of " + model.width());
        }
        boolean isComplete = true;
        for (int i = 0; i < row.length; i++) {
            boolean missing = Double.isNaN(row[i])
                    && i < model.features()
                    && model.forMissing().isPresent();
            if (!Double.isFinite(row[i]) && !missing) {
                throw new IllegalArgumentException("Evaluator: the numbers of a row must be finite but are "
                        + Arrays.toString(row) + "; impute or drop the row");
            }
            isComplete &= !missing;
        }
        return isComplete;
    }
}
