package io.github.vflow.tensor.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Matrices;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orthogonal factors against EJML, and of matrices that are easy to get wrong. */
final class HouseholderTest {
    private static final long SEED = Seeds.of("HouseholderTest");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64})
    void agreesWithEjml(int n) {
        SplittableRandom random = new SplittableRandom(SEED + n);
        for (int draw = 0; draw < 10; draw++) {
            double[] a = Matrices.random(n, random);
            double[] before = a.clone();
            String what = n + "×" + n + ", draw " + draw + ", seed " + (SEED + n);
            assertArrayEquals(
                    Matrices.ejmlOrthogonal(a, n), Householder.orthogonal(n, a), Approx.ORTHOGONAL_FACTOR, what);
            assertArrayEquals(before, a, what + ": the matrix has changed");
        }
    }

    @Test
    void triangularMatricesGiveTheSignsOfTheirDiagonal() {
        assertArrayEquals(new double[] {1, 0, 0, 1}, Householder.orthogonal(2, new double[] {3, 5, 0, 2}), 1e-15);
        assertArrayEquals(new double[] {-1, 0, 0, 1}, Householder.orthogonal(2, new double[] {-3, 5, 0, 2}), 1e-15);
        assertArrayEquals(new double[] {-1}, Householder.orthogonal(1, new double[] {-1e-300}), 1e-15);
        assertArrayEquals(
                new double[] {0.6, 0.8, 0.8, -0.6},
                Householder.orthogonal(2, new double[] {3e200, 4e200, 4e200, -3e200}),
                1e-15);
    }

    @Test
    void singularMatricesHaveAnOrthogonalFactorToo() {
        for (double[] a : new double[][] {new double[9], {1, 2, 3, 2, 4, 6, -1, -2, -3}, {0, 0, 1, 0, 0, 2, 0, 0, 2}}) {
            double[] q = Householder.orthogonal(3, a);
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double product = q[i] * q[j] + q[3 + i] * q[3 + j] + q[6 + i] * q[6 + j];
                    assertEquals(i == j ? 1 : 0, product, 1e-15, "columns " + i + " and " + j);
                }
            }
        }
    }
}
