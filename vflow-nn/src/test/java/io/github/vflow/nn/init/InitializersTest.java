package io.github.vflow.nn.init;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.testkit.Approx;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the names of the literature promise: moments and bounds, or exact values. */
final class InitializersTest {
    private static final long SEED = Seeds.of("InitializersTest");
    /** 250 in, 400 out. */
    private static final Shape DENSE = Shape.of(250, 400);
    /** A kernel: fan-in 3·3·50, fan-out 3·3·200. */
    private static final Shape KERNEL = Shape.of(3, 3, 50, 200);

    /** A distribution of mean zero; its numbers lie within the limit. */
    record Case(String name, Initializer initializer, Shape shape, double std, double limit) {
        static Case uniform(String name, Initializer i, Shape shape, double limit) {
            return new Case(name, i, shape, limit / Math.sqrt(3), limit);
        }

        static Case normal(String name, Initializer i, Shape shape, double std) {
            return new Case(name, i, shape, std, 6 * std);
        }

        @Override
        public String toString() {
            return name + " " + shape;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                Case.normal("normal", Initializer.normal(0.3), DENSE, 0.3),
                Case.uniform("uniform", Initializer.uniform(0.3), DENSE, 0.3),
                Case.uniform("glorotUniform", Initializer.glorotUniform(), DENSE, Math.sqrt(6.0 / 650)),
                Case.uniform("glorotUniform", Initializer.glorotUniform(), KERNEL, Math.sqrt(6.0 / (450 + 1800))),
                Case.normal("heNormal", Initializer.heNormal(), DENSE, Math.sqrt(2.0 / 250)),
                Case.normal("heNormal", Initializer.heNormal(), KERNEL, Math.sqrt(2.0 / 450)),
                Case.uniform("fanInUniform", Initializer.fanInUniform(), DENSE, 1 / Math.sqrt(250)),
                Case.uniform("fanInUniform(9)", Initializer.fanInUniform(9), Shape.of(100_000), 1.0 / 3));
    }

    private static float[] fill(Initializer initializer, Shape shape) {
        float[] v = new float[shape.size()];
        initializer.fill(v, shape, new SplittableRandom(SEED));
        return v;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void momentsAndBoundsAreAsPromised(Case c) {
        float[] v = fill(c.initializer, c.shape);
        double mean = 0;
        double square = 0;
        double largest = 0;
        for (float x : v) {
            mean += x / (double) v.length;
            square += x * (double) x / v.length;
            largest = Math.max(largest, Math.abs(x));
        }
        String where = "seed " + SEED;
        assertEquals(0, mean / c.std, Approx.MOMENTS, where);
        assertEquals(1, Math.sqrt(square) / c.std, Approx.MOMENTS, where);
        assertTrue(largest <= (float) c.limit && largest > c.limit / 2, where + ": largest " + largest);
    }

    @Test
    void fixedValues() {
        assertArrayEquals(new float[3], fill(Initializer.zeros(), Shape.of(3)));
        assertArrayEquals(new float[] {2, 2}, fill(Initializer.constant(2), Shape.of(2)));
        assertArrayEquals(new float[] {1, 0.5f}, fill(Initializer.values(1, 0.5), Shape.of(2)));
    }

    @Test
    void nearTheIdentityIsTheIdentityPlusNoise() {
        float[] v = fill(Initializer.nearIdentity(0.01), Shape.of(300, 300));
        float[] noise = fill(Initializer.normal(0.01), Shape.of(300, 300));
        for (int i = 0; i < v.length; i++) {
            assertEquals(i / 300 == i % 300 ? noise[i] + 1 : noise[i], v[i], "seed " + SEED + ", " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 32})
    void orthogonalMatricesAre(int n) {
        float[] q = fill(Initializer.orthogonal(), Shape.of(n, n));
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += q[i * n + k] * (double) q[j * n + k];
                }
                assertEquals(
                        i == j ? 1 : 0, product, Approx.FLOAT_ORTHOGONAL, "seed " + SEED + ", rows " + i + ", " + j);
            }
        }
    }

    /** Uniform over the group: without the signs of R every diagonal would lean to one side. */
    @Test
    void orthogonalMatricesLeanToNoSide() {
        SplittableRandom random = new SplittableRandom(SEED);
        int n = 3;
        int draws = 4000;
        double[] mean = new double[n * n];
        for (int d = 0; d < draws; d++) {
            double[] q = Initializer.orthogonal(n, random);
            for (int i = 0; i < n * n; i++) {
                mean[i] += q[i] / draws;
            }
        }
        for (double m : mean) {
            assertEquals(0, m, 4 * Math.sqrt(1.0 / n / draws), "seed " + SEED);
        }
    }

    /** Another library makes the same matrix of the same draws, but for the rounding of doubles. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64})
    void orthogonalMatricesAreThoseOfEjml(int n) {
        DMatrixRMaj gaussian = new DMatrixRMaj(n, n);
        SplittableRandom random = new SplittableRandom(SEED + n);
        Arrays.setAll(gaussian.data, _ -> random.nextGaussian());
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, n);
        qr.decompose(gaussian);
        DMatrixRMaj q = qr.getQ(null, false);
        DMatrixRMaj r = qr.getR(null, false);
        double[] drawn = Initializer.orthogonal(n, new SplittableRandom(SEED + n));
        for (int i = 0; i < n * n; i++) {
            double expected = q.data[i] * Math.signum(r.get(i % n, i % n));
            assertEquals(expected, drawn[i], Approx.ORTHOGONAL, "seed " + (SEED + n) + ", " + i);
        }
    }
}
