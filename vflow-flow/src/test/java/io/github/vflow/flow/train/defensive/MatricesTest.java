package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Factors by their definitions: C·Cᵀ = A, and C·C⁻¹ = I. */
final class MatricesTest {
    private static final double ROUNDING = 1e-12;

    /** Lower, with a positive diagonal. */
    private static final double[][] C = {{2, 0, 0, 0}, {-1, 3, 0, 0}, {0.5, 4, 1.5, 0}, {7, -2, 0.25, 0.5}};

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static void assertMatrix(double[][] expected, double[][] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], ROUNDING, "row " + i);
        }
    }

    @Test
    void theFactorGivesTheMatrix() {
        double[][] a = product(C, Matrices.transposed(C));
        for (int j = 0; j < a.length; j++) {
            for (int k = j + 1; k < a.length; k++) {
                a[j][k] = Double.NaN; // the upper half is not read
            }
        }
        assertMatrix(C, Matrices.cholesky(a));
    }

    @Test
    void theInverseGivesTheIdentity() {
        double[][] identity = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
        assertMatrix(identity, product(C, Matrices.inverseOfLower(C)));
        assertMatrix(identity, product(Matrices.inverseOfLower(C), C));
    }

    @Test
    void theDeterminantIsThatOfTheDiagonal() {
        assertEquals(Math.log(2 * 3 * 1.5 * 0.5), Matrices.logDet(C), ROUNDING);
    }

    @Test
    void rowsBecomeColumns() {
        assertMatrix(new double[][] {{1, 4}, {2, 5}, {3, 6}}, Matrices.transposed(new double[][] {{1, 2, 3}, {4, 5, 6}
        }));
    }
}
