package io.github.vflow.flow;

import io.github.vflow.flow.surjection.Cells;
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

    /** The condition of standardised rows [b, inputWidth]: their given columns. */
    static Condition givenOf(Model model, Tensor row) {
        return model.given() == 0
                ? Condition.none()
                : model.conditioning().of(row.slice(1, model.features(), model.width()));
    }

    /** The features of standardised rows [b, inputWidth], with the states of cells if rows have them. */
    static Cells cellsOf(Model model, Tensor row) {
        int all = model.inputWidth();
        Tensor numbers = all == model.features() ? row : row.slice(1, 0, model.features());
        return new Cells(numbers, all == model.width() ? null : row.slice(1, model.width(), all));
    }

    /** Whole standardised rows [b, inputWidth] in the form of samples [b, features]. */
    static Tensor samplesOf(Model model, Tensor row) {
        Cells cells = cellsOf(model, row);
        return model.discrete().map(d -> d.rows(cells, model.standardization())).orElse(cells.numbers());
    }

    /** The condition of the samples of a model; declares the input {@value Model#GIVEN} if there is one. */
    static Condition conditionOf(Model model, Trace trace, int batch) {
        return model.given() == 0
                ? Condition.none()
                : model.conditioning().of(trace.batch(Model.GIVEN, Shape.of(batch, model.given())));
    }
}
