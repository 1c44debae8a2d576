package io.github.vflow.flow;

import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/** The inputs of traced models. */
final class Inputs {
    private Inputs() {}

    /** The input {@value Model#NOISE} for rows; the rows themselves if a model needs no noise. */
    static Tensor noiseOf(Model model, Tensor row) {
        return model.noise() == 0
                ? row
                : row.trace().batch(Model.NOISE, Shape.of(row.shape().dim(0), model.noise()));
    }

    /** The condition of the samples of a model; declares the input {@value Model#GIVEN} if there is one. */
    static Condition conditionOf(Model model, Trace trace, int batch) {
        return model.given() == 0
                ? Condition.none()
                : model.conditioning().of(trace.batch(Model.GIVEN, Shape.of(batch, model.given())));
    }
}
