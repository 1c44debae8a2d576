package io.github.vflow.flow.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.Sigmoid;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.Matrices;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is added to pixels lies in the unit cube, and r is its density. */
final class DequantizerTest {
    private static final long SEED = Seeds.of("DequantizerTest");

    private record Drawn(double[] u, double[] logR) {}

    private static Drawn draw(Dequantizer r, Shape image, double[] noise, double[] told, Parameters parameters) {
        Trace t = new Trace();
        if (parameters.size() > 0) {
            parameters.flat(t);
        }
        int b = image.dim(0);
        Draw d = r.draw(
                t.batch("noise", Shape.of(b, noise.length / b)), image, Condition.ofPositions(t.batch("told", image)));
        t.output("u", d.value());
        t.output("logR", d.logProb());
        assertEquals(image, d.value().shape());
        assertEquals(Shape.of(b), d.logProb().shape());
        Map<String, double[]> in = new HashMap<>(Map.of("noise", noise, "told", told));
        if (parameters.size() > 0) {
            in.put(Parameters.INPUT, Eval.values(parameters));
        }
        in.keySet().retainAll(t.program().inputs().keySet());
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, in);
        return new Drawn(out.get("u"), out.get("logR"));
    }

    /** exp(−(ε₁² + ε₂²)/2) is uniform on (0, 1]: all moments are 1/(k + 1), and ln r is zero. */
    @Test
    void uniformIsUniform() {
        Shape image = Shape.of(50, 10, 10, 2);
        Dequantizer r = new Dequantizer.Uniform();
        assertEquals(2, r.noisePerElement());
        double[] noise = Eval.normal(2 * image.size(), 1, new SplittableRandom(SEED));
        Drawn d = draw(r, image, noise, new double[image.size()], new Parameters());
        assertTrue(Arrays.stream(d.u).allMatch(v -> v > 0 && v <= 1));
        Approx.assertClose("ln r", new double[50], d.logR, Approx.CLOSED_FORM);
        for (int k = 1; k <= 4; k++) {
            int power = k;
            double moment =
                    Arrays.stream(d.u).map(v -> Math.pow(v, power)).average().orElseThrow();
            double std = Math.sqrt(1.0 / (2 * k + 1) - 1.0 / (k + 1) / (k + 1));
            assertEquals(
                    1.0 / (k + 1),
                    moment,
                    Approx.STANDARD_ERRORS * std / Math.sqrt(image.size()),
                    "moment " + k + ", seed " + SEED);
        }
        // the two numbers of an element stand an image apart
        double first = Math.exp(-0.5 * (noise[1] * noise[1] + noise[201] * noise[201]));
        assertEquals(first, d.u[1], 1e-15);
    }

    private static FlowModel model() {
        return ImageSpecs.random(
                ImageSpecs.of(
                        1,
                        1,
                        ImageSpecs.STAGES,
                        CouplingSpec.Kind.MIXTURE,
                        DequantizerKind.VARIATIONAL,
                        ImagePosteriorKind.FLOW),
                SEED);
    }

    /** ln r(u|x) = ln N(ε) − ln |det ∂u/∂ε|, the Jacobian by central differences. */
    @Test
    void variationalIsTheBaseOverTheVolume() {
        FlowModel model = model();
        Shape image = Shape.of(2, 4, 4, 1);
        int d = 16;
        SplittableRandom random = new SplittableRandom(SEED);
        double[] noise = Eval.normal(2 * d, 1, random);
        double[] told = random.doubles(2L * d, -0.5, 0.5).toArray();
        Dequantizer r = SmallModels.dequantizer(model);
        assertEquals(1, r.noisePerElement());
        Drawn at = draw(r, image, noise, told, model.parameters());
        assertTrue(Arrays.stream(at.u).allMatch(v -> v > 0 && v < 1));
        double[][][] jacobian = new double[2][d][d];
        for (int k = 0; k < d; k++) {
            double[] up = draw(r, image, moved(noise, k, Approx.STEP), told, model.parameters()).u;
            double[] down = draw(r, image, moved(noise, k, -Approx.STEP), told, model.parameters()).u;
            for (int i = 0; i < 2 * d; i++) {
                jacobian[i / d][i % d][k] = (up[i] - down[i]) / (2 * Approx.STEP);
            }
        }
        for (int row = 0; row < 2; row++) {
            double base = 0;
            for (int i = row * d; i < (row + 1) * d; i++) {
                base -= 0.5 * noise[i] * noise[i] + 0.5 * Math.log(2 * Math.PI);
            }
            double expected = base - Matrices.logAbsDet(jacobian[row]);
            Approx.assertClose("ln r, seed " + SEED, expected, at.logR[row], Approx.LOG_DET_DIFFERENCES);
        }
    }

    private static double[] moved(double[] noise, int element, double by) {
        double[] m = noise.clone();
        for (int i = element; i < m.length; i += 16) {
            m[i] += by;
        }
        return m;
    }

    @Test
    void variationalDependsOnTheImage() {
        FlowModel model = model();
        Shape image = Shape.of(1, 4, 4, 1);
        double[] noise = Eval.normal(16, 1, new SplittableRandom(SEED));
        double[] dark = new double[16];
        double[] bright = new double[16];
        Arrays.fill(dark, -0.5);
        Arrays.fill(bright, 0.5);
        Drawn a = draw(SmallModels.dequantizer(model), image, noise, dark, model.parameters());
        Drawn b = draw(SmallModels.dequantizer(model), image, noise, bright, model.parameters());
        assertTrue(Math.abs(a.logR[0] - b.logR[0]) > 1e-3, a.logR[0] + " and " + b.logR[0]);
    }

    /** E[1/r] over draws of r is the volume of the unit cube: here by quadrature over one element. */
    @Test
    void aDensityOnTheCubeHasMassOne() {
        Dequantizer r =
                new Dequantizer.Variational(_ -> new Chain(List.of(new Sigmoid(), new Stretched(0.1), new Sigmoid())));
        int n = 20_001;
        double[] noise = new double[n];
        Arrays.setAll(noise, i -> -8 + 16.0 * i / (n - 1));
        Drawn d = draw(r, Shape.of(n, 1, 1, 1), noise, new double[n], new Parameters());
        double mass = 0;
        for (int i = 1; i < n; i++) {
            mass += (d.u[i] - d.u[i - 1]) * (Math.exp(d.logR[i]) + Math.exp(d.logR[i - 1])) / 2;
        }
        assertEquals(1, mass, Approx.MASS);
    }

    /** A logit of images. */
    private record Stretched(double alpha) implements Bijector {
        @Override
        public Mapped forward(Tensor x) {
            Mapped y = new Logit(alpha).forward(x.reshape(x.shape().dim(0), 1));
            return new Mapped(y.value().reshape(x.shape()), y.logDet());
        }

        @Override
        public Mapped inverse(Tensor y) {
            Mapped x = new Logit(alpha).inverse(y.reshape(y.shape().dim(0), 1));
            return new Mapped(x.value().reshape(y.shape()), x.logDet());
        }
    }
}
