package io.github.vflow.tensor.exact;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Matrices;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Determinants and inverses against EJML, and what happens to matrices that have none. */
final class SquareMatrixTest {
    private static final long SEED = Seeds.of("SquareMatrixTest");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 17, 50})
    void determinantAndInverseAgreeWithEjml(int n) {
        SplittableRandom random = new SplittableRandom(SEED + n);
        SquareMatrix m = new SquareMatrix(n);
        for (int draw = 0; draw < 20; draw++) {
            double[] a = Matrices.random(n, random);
            System.arraycopy(a, 0, m.data(), 0, a.length);
            m.factor();
            String what = n + "×" + n + ", draw " + draw + ", seed " + (SEED + n);
            Matrices.Solved expected = Matrices.ejml(a, n);
            double tolerance = Approx.CONDITIONED * expected.condition();
            assertEquals(expected.logAbsDet(), m.logAbsDet(), tolerance, what);
            assertArrayEquals(expected.inverse(), m.inverse(), tolerance * expected.largest(), what);
            assertArrayEquals(a, m.data(), what + ": the matrix has changed");
        }
    }

    @Test
    void zerosOnTheDiagonalArePivotedAway() {
        SquareMatrix m = new SquareMatrix(3);
        System.arraycopy(new double[] {0, 0, 2, 4, 0, 0, 0, -8, 0}, 0, m.data(), 0, 9);
        m.factor();
        assertEquals(Math.log(64), m.logAbsDet(), 1e-15);
        assertArrayEquals(new double[] {0, 0.25, 0, 0, 0, -0.125, 0.5, 0, 0}, m.inverse(), 1e-15);
    }

    @Test
    void singularMatricesAreAnError() {
        SquareMatrix m = new SquareMatrix(2);
        System.arraycopy(new double[] {1, 2, 2, 4}, 0, m.data(), 0, 4);
        String message = assertThrows(ArithmeticException.class, m::factor).getMessage();
        assertEquals(
                "a 2×2 matrix is singular or not finite (ln |det| = -Infinity); change it in smaller steps, or build it"
                        + " from triangular factors (LU)",
                message);
    }

    @Test
    void whatIsNotFiniteIsAnError() {
        SquareMatrix m = new SquareMatrix(2);
        System.arraycopy(new double[] {1, Double.NaN, 2, 4}, 0, m.data(), 0, 4);
        assertThrows(ArithmeticException.class, m::factor);
    }
}
