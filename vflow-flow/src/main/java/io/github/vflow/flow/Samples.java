package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;

/** Draws rows from a model once; a {@link Sampler} compiles once and draws many times. */
public final class Samples {
    private Samples() {}

    /**
     * Draws n rows.
     *
     * @param temperature T, which scales the noise: 1 samples the model itself, less gives rows nearer to its modes
     * @throws IllegalArgumentException if n or the temperature is not positive
     * @throws ArithmeticException if a row is not finite
     */
    public static Rows draw(Model model, Engine engine, int n, double temperature, long seed) {
        try (Sampler sampler = new Sampler(model, engine)) {
            return sampler.draw(n, temperature, seed);
        }
    }
}
