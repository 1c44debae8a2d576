package io.github.vflow.nn.init;

import io.github.vflow.tensor.exact.Householder;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws the first values of a parameter. The methods are the initialisers by the names of the literature. For a weight [in, out] (or a kernel
 * [h, w, in, out]) the fan-in is the product of all axes but the last, the fan-out the product of all but the one before.
 */
@FunctionalInterface
public interface Initializer {
    /** Fills the values of a parameter of this shape, row-major. */
    void fill(float[] values, Shape shape, RandomGenerator random);

    /** Sets all values to zero. */
    static Initializer zeros() {
        return constant(0);
    }

    /** Sets all values to one number. */
    static Initializer constant(double value) {
        return (v, _, _) -> Arrays.fill(v, (float) value);
    }

    /** Sets these values, in row-major order. */
    static Initializer values(double... values) {
        return (v, _, _) -> {
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) values[i];
            }
        };
    }

    /** Draws from N(0, std²). */
    static Initializer normal(double std) {
        return (v, _, random) -> {
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (std * random.nextGaussian());
            }
        };
    }

    /** Uniform in [−limit, limit). */
    static Initializer uniform(double limit) {
        return (v, _, random) -> {
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) random.nextDouble(-limit, limit);
            }
        };
    }

    /** Uniform with variance 2/(fan-in + fan-out) (Glorot and Bengio, 2010). */
    static Initializer glorotUniform() {
        return (v, s, random) ->
                uniform(Math.sqrt(6.0 / (fanIn(s) + fanOut(s)))).fill(v, s, random);
    }

    /** Draws from N(0, 2/fan-in), for rectifiers (He et al., 2015). */
    static Initializer heNormal() {
        return (v, s, random) -> normal(Math.sqrt(2.0 / fanIn(s))).fill(v, s, random);
    }

    /** Uniform in ±1/√fan-in, the default of PyTorch for linear layers. */
    static Initializer fanInUniform() {
        return (v, s, random) -> uniform(1 / Math.sqrt(fanIn(s))).fill(v, s, random);
    }

    /** Uniform in ±1/√n, for the bias of a layer with n inputs. */
    static Initializer fanInUniform(int n) {
        return uniform(1 / Math.sqrt(n));
    }

    /** The identity matrix plus N(0, std²). */
    static Initializer nearIdentity(double std) {
        return (v, s, random) -> {
            normal(std).fill(v, s, random);
            for (int i = 0; i < s.dim(0); i++) {
                v[i * s.dim(1) + i] += 1;
            }
        };
    }

    /** A random orthogonal matrix: Q of the QR decomposition of a Gaussian one, where the diagonal of R is positive. */
    static Initializer orthogonal() {
        return (v, s, random) -> {
            double[] q = orthogonal(s.dim(0), random);
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) q[i];
            }
        };
    }

    /** A random orthogonal n×n matrix, row by row, uniform over the orthogonal group (Mezzadri, 2007). */
    static double[] orthogonal(int n, RandomGenerator random) {
        double[] gaussian = new double[n * n];
        Arrays.setAll(gaussian, _ -> random.nextGaussian());
        return Householder.orthogonal(n, gaussian);
    }

    private static int fanIn(Shape s) {
        return s.product(0, s.rank() - 1);
    }

    private static int fanOut(Shape s) {
        return s.size() / s.dim(s.rank() - 2);
    }
}
