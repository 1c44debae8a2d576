package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.Images;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Section 4 of the paper: the special case is a VAE to the last digits, and more general ones are better. */
final class VaeAsVFlowTest {
    /** Of the ELBO in nats, relative: both sides compute in float64. */
    private static final double SAME = 1e-9;

    private static final int ROWS = 20;
    private static final int STEPS = Boolean.getBoolean("vflow.nightly") ? 500 : 100;

    private final Random random = new Random(5);

    @Test
    void theElboOfTheSpecialCaseIsThatOfAVae() {
        Model model = VaeAsVFlow.vae(1);
        for (Parameter p : model.parameters().all()) {
            model.parameters().set(p, normals(p.shape().size(), 0.1));
        }
        Rows rows = VaeAsVFlow.dequantized(Images.digits().rows().slice(0, ROWS), 4);
        float[] noise = normals(ROWS * VaeAsVFlow.LATENT, 1);
        double[] got = bounds(model, rows, noise);
        PlainVae plain = PlainVae.of(model.parameters());
        for (int i = 0; i < ROWS; i++) {
            double[] eps = new double[VaeAsVFlow.LATENT];
            for (int j = 0; j < eps.length; j++) {
                eps[j] = noise[i * eps.length + j];
            }
            double expected = plain.elbo(rows.copyRow(i), eps);
            assertEquals(expected, got[i], SAME * Math.abs(expected), "digit " + i);
        }
    }

    private float[] normals(int n, double std) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return values;
    }

    private static double[] bounds(Model model, Rows rows, float[] noise) {
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(rows.size(), model.features()))));
        try (Executable e = Engines.reference().compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            e.set(Model.X, rows.toArray());
            e.set(Model.NOISE, noise);
            e.run();
            double[] bounds = new double[rows.size()];
            e.get("bound", bounds);
            return bounds;
        }
    }

    /** After a short training; docs/lab/paper.md#digits has the numbers of a long one. */
    @Test
    void generalOnesOfNoLargerSizeAreBetter() {
        int most = VaeAsVFlow.vae(1).parameters().size();
        assertTrue(VaeAsVFlow.affine(1).parameters().size() <= most);
        assertTrue(VaeAsVFlow.mixture(1).parameters().size() <= most);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        double[] nats = VaeAsVFlow.run(new PrintStream(said, true, StandardCharsets.UTF_8), STEPS, 1);
        assertTrue(nats[1] > nats[0] + 2 && nats[2] > nats[0] + 2, Arrays.toString(nats));
        assertTrue(
                said.toString(StandardCharsets.UTF_8).startsWith("VAE             44,560 parameters  ELBO "),
                said.toString(StandardCharsets.UTF_8));
    }
}
