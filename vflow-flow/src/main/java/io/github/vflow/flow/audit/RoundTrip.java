package io.github.vflow.flow.audit;

import io.github.vflow.flow.ImageVFlow;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;

/**
 * Images sent through a whole model and back: pixels, dequantized, to ε and to pixels again.
 *
 * @param rows the pixels that came back [n, h·w·c], without what dequantization added; where all is well, those that went
 * @param worst the largest |difference| of a pixel, in levels
 * @param notFinite pixels that came back as NaN or infinite
 */
public record RoundTrip(float[] rows, double worst, long notFinite) {
    /** Of some images, with noise from a seed. */
    public static RoundTrip of(ImageVFlow model, Engine engine, Rows images, long seed) {
        int d = model.features();
        int rows = model.chunk();
        float[] back = new float[images.size() * d];
        float[] x = new float[rows * model.width()];
        double[] row = new double[model.width()];
        float[] u = new float[rows * d];
        float[] noise = new float[rows * model.noise()];
        double worst = 0;
        long notFinite = 0;
        RandomStream normals = Purpose.ROUND_TRIP.stream(seed);
        try (Executable e = engine.compile(program(model, rows))) {
            e.set(Parameters.INPUT, model.parameters().values());
            float[] pixels = new float[rows * d];
            for (int first = 0, chunk = 0; first < images.size(); first += rows, chunk++) {
                int n = Math.min(rows, images.size() - first);
                for (int i = 0; i < rows; i++) {
                    images.copyRow(first + Math.min(i, n - 1), row, 0);
                    for (int j = 0; j < row.length; j++) {
                        x[i * row.length + j] = (float) row[j];
                    }
                }
                normals.normal(chunk * RandomStream.positions(noise.length), noise);
                e.set(Model.X, x);
                e.set(Model.NOISE, noise);
                e.run();
                e.get("u", u);
                e.get("pixels", pixels);
                for (int i = 0; i < n * d; i++) {
                    float original = x[i / d * model.width() + i % d];
                    double difference = Math.abs((double) pixels[i] - original - u[i]);
                    notFinite += Double.isFinite(difference) ? 0 : 1;
                    worst = Math.max(worst, difference);
                    back[first * d + i] = pixels[i] - u[i];
                }
            }
        }
        return new RoundTrip(back, worst, notFinite);
    }

    private static Program program(ImageVFlow model, int rows) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor x = t.input(Model.X, Shape.of(rows, model.width()));
        ImageVFlow.Terms terms = model.terms(x, t.input(Model.NOISE, Shape.of(rows, model.noise())));
        Tensor eps = model.bijector(model.label(x)).forward(terms.joint()).value();
        t.output("u", terms.dequantized().value());
        t.output("pixels", model.pixels(eps.reshape(rows, model.latent()), model.label(x)));
        return t.program();
    }
}
