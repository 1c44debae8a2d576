package io.github.vflow.flow.distribution.mixing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.distribution.GaussianMixture;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.part.Base;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Mixtures as they start, before a fit or a training changes them. */
final class BroadPartsTest {
    private static final long SEED = Seeds.of("BroadPartsTest");
    private static final int D = 3;
    private static final double[] X = Eval.normal(5 * D, 2, new SplittableRandom(SEED));
    private static final double[] NORMAL = Eval.of(Shape.of(5, D), X, StandardNormal.INSTANCE::logProb);

    private static double[] eval(Parameters parameters, double[] in, int width, UnaryOperator<Tensor> f) {
        Trace t = new Trace();
        parameters.flat(t);
        t.output("y", f.apply(t.batch("x", Shape.of(in.length / width, width))));
        return Eval.of(Eval.REFERENCE, t, Map.of("x", in, Parameters.INPUT, Eval.values(parameters)))
                .get("y");
    }

    /** K standard normals are one, whatever K is. */
    @Test
    void normalsThatNoFitHasSetAreStandard() {
        for (int k : new int[] {1, 4}) {
            Parameters parameters = new Parameters();
            NormalMixture mixture = NormalMixture.of(parameters.scope(), k, D);
            parameters.initialise(SEED);
            Approx.assertClose("ln N", NORMAL, eval(parameters, X, D, mixture::logProb), Approx.FLOAT32);
            int width = mixture.noise();
            double[] noise = Eval.normal(5 * width, 1, new SplittableRandom(SEED));
            double[] draws = eval(parameters, noise, width, mixture::sample);
            for (int i = 0; i < draws.length; i++) {
                assertEquals(noise[i / D * width + i % D], draws[i], 1e-6, "number " + i);
            }
        }
    }

    @Test
    void aMixtureOfOneStartsAsStandardNormal() {
        Parameters parameters = new Parameters();
        Base one = GaussianMixture.of(parameters.scope(), D, 1);
        parameters.initialise(SEED);
        Approx.assertClose("ln p", NORMAL, eval(parameters, X, D, one::logProb), Approx.FLOAT32);
    }

    /** Means have the variance ¼ and components ¾, so that the mixture starts with variance one. */
    @Test
    void aMixtureStartsWithVarianceOne() {
        int k = 2_000;
        Parameters parameters = new Parameters();
        GaussianMixture mixture = GaussianMixture.of(parameters.scope(), D, k);
        parameters.initialise(SEED);
        for (float s : parameters.get(mixture.logScales())) {
            assertEquals(0.75, Math.exp(2 * s), 1e-6);
        }
        double squares = 0;
        for (float mean : parameters.get(mixture.means())) {
            squares += mean * mean / (D * k);
        }
        assertEquals(0.25, squares, Approx.STANDARD_ERRORS * 0.25 * Math.sqrt(2.0 / (D * k)));
    }
}
