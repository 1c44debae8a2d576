package io.github.vflow.tensor.reference;

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

/** The oracle's determinants and inverses against EJML. */
final class GaussJordanTest {
    private static final long SEED = Seeds.of("GaussJordanTest");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 17, 50})
    void determinantAndInverseAgreeWithEjml(int n) {
        SplittableRandom random = new SplittableRandom(SEED + n);
        for (int draw = 0; draw < 20; draw++) {
            double[] a = Matrices.random(n, random);
            GaussJordan m = new GaussJordan(a, n);
            String what = n + "×" + n + ", draw " + draw + ", seed " + (SEED + n);
            Matrices.Solved expected = Matrices.ejml(a, n);
            double tolerance = Approx.CONDITIONED * expected.condition();
            assertEquals(expected.logAbsDet(), m.logAbsDet(), tolerance, what);
            assertArrayEquals(expected.inverse(), m.inverse(), tolerance * expected.largest(), what);
        }
    }

    /** A zero, or a number that is almost one, in the corner: without a swap of rows there is no pivot, or one that loses all digits. */
    @Test
    void aPivotIsLookedFor() {
        assertArrayEquals(new double[] {0, 1, 0.5, 0}, new GaussJordan(new double[] {0, 2, 1, 0}, 2).inverse());
        double tiny = 1e-20;
        GaussJordan m = new GaussJordan(new double[] {tiny, 1, 1, 1}, 2);
        assertEquals(0, m.logAbsDet(), Approx.CONDITIONED);
        assertArrayEquals(new double[] {-1, 1, 1, -tiny}, m.inverse(), Approx.CONDITIONED);
    }

    @Test
    void singularMatricesAreAnError() {
        assertThrows(ArithmeticException.class, () -> new GaussJordan(new double[] {1, 2, 2, 4}, 2));
        assertThrows(ArithmeticException.class, () -> new GaussJordan(new double[] {0, 0, 0, 1}, 2));
        assertThrows(ArithmeticException.class, () -> new GaussJordan(new double[] {1, 0, 0, Double.NaN}, 2));
    }
}
