package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;

/** Checks that all parameters are finite: with a NaN among them, every row would seem to have no density. */
final class FiniteParameters {
    private FiniteParameters() {}

    static void require(String where, Model model, float[] parameters) {
        model.parameters().notFinite(parameters).ifPresent(what -> {
            throw new ArithmeticException(
                    where + ": " + what + "; parameters must be finite, so train again at a lower learning rate");
        });
    }
}
