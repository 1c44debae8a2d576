package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;

/** The check that a model can be evaluated at all: with a parameter that is no number, every row would seem to have no density. */
final class FiniteParameters {
    private FiniteParameters() {}

    static void require(String where, Model model, float[] parameters) {
        model.parameters().notFinite(parameters).ifPresent(what -> {
            throw new ArithmeticException(
                    where + ": " + what + "; parameters must be finite, so train again at a lower learning rate");
        });
    }
}
