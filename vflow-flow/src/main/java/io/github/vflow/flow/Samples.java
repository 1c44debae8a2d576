package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;

/** Draws rows from a model once; a {@link Sampler} does it again and again. */
public final class Samples {
    private Samples() {}

    /**
     * n rows.
     *
     * @param temperature scales the noise; one is the model itself, less stays nearer to its modes
     * @throws IllegalArgumentException if the temperature is not positive
     * @throws ArithmeticException if a row is not finite
     */
    public static Rows draw(Model model, Engine engine, int n, double temperature, long seed) {
        try (Sampler sampler = new Sampler(model, engine)) {
            return sampler.draw(n, temperature, seed);
        }
    }
}
