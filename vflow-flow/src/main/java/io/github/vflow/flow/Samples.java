package io.github.vflow.flow;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.RandomStream;

/** Draws rows from a model: x = f⁻¹(T·ε), of which the augmented dimensions are dropped. */
public final class Samples {
    private static final long STREAM = 3;

    private Samples() {}

    /**
     * n rows.
     *
     * @param temperature scales the noise; one is the model itself, less stays nearer to its modes
     * @throws IllegalArgumentException if the temperature is not positive
     * @throws ArithmeticException if a row is not finite
     */
    public static Rows draw(Model model, Engine engine, int n, double temperature, long seed) {
        if (!(temperature > 0) || n < 1) {
            throw new IllegalArgumentException(
                    "Samples.draw: needs n ≥ 1 and temperature > 0 but got " + n + " and " + temperature);
        }
        int d = model.features();
        int chunk = model.chunk();
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("x", model.sample(t, chunk));
        float[] all = new float[n * d];
        float[] noise = new float[chunk * model.latent()];
        float[] x = new float[chunk * d];
        RandomStream stream = new RandomStream(seed, STREAM);
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            for (int first = 0, number = 0; first < n; first += chunk, number++) {
                stream.normal(number * RandomStream.positions(noise.length), noise);
                for (int i = 0; i < noise.length; i++) {
                    noise[i] *= (float) temperature;
                }
                e.set(Model.NOISE, noise);
                e.run();
                e.get("x", x);
                System.arraycopy(x, 0, all, first * d, Math.min(chunk, n - first) * d);
            }
        }
        return Rows.of(all, d);
    }
}
