package io.github.vflow.flow.audit.model;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.shape.Shape;

/**
 * The reconstruction of images by a whole model: pixels are dequantized, mapped to ε and mapped back to pixels.
 *
 * @param rows the reconstructed pixels [n, h·w·c] without the noise of dequantization; equal to the original pixels if
 *     the inverse is exact
 * @param worst the largest |difference| of a pixel, in levels
 * @param notFinite the number of reconstructed pixels that are NaN or infinite
 */
public record RoundTrip(float[] rows, double worst, long notFinite) {
    private static final String DEQUANTIZED = "dequantized";
    private static final String PIXELS = "pixels";

    /**
     * Reconstructs images; the seed determines the noise of dequantization.
     *
     * @param model a model of images
     */
    public static RoundTrip of(FlowModel model, Engine engine, Rows images, long seed) {
        int d = model.features();
        int rows = model.chunk();
        float[] back = new float[images.size() * d];
        float[] x = new float[rows * model.width()];
        double[] row = new double[model.width()];
        float[] dequantized = new float[rows * d];
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
                e.get(DEQUANTIZED, dequantized);
                e.get(PIXELS, pixels);
                for (int i = 0; i < n * d; i++) {
                    double difference = (double) pixels[i] - dequantized[i];
                    notFinite += Double.isFinite(difference) ? 0 : 1;
                    worst = Math.max(worst, Math.abs(difference));
                    back[first * d + i] = (float) (x[i / d * model.width() + i % d] + difference);
                }
            }
        }
        return new RoundTrip(back, worst, notFinite);
    }

    private static Program program(FlowModel model, int rows) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor x = t.batch(Model.X, Shape.of(rows, model.width()));
        Lift lift = model.lift(x);
        Bijector f = model.bijector(lift.condition());
        t.output(DEQUANTIZED, lift.steps().getFirst().value().reshape(rows, model.features()));
        t.output(PIXELS, model.back(f.inverse(f.forward(lift.value()).value()).value()));
        return t.program();
    }
}
