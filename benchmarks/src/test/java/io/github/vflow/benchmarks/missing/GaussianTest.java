package io.github.vflow.benchmarks.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class GaussianTest {
    private static final double EXACT = 1e-12;
    private static final double GONE = Double.NaN;

    private final Gaussian gaussian = new Gaussian(new double[] {1, -2, 0.5}, new DMatrixRMaj(new double[][] {
        {4, 1.2, -1}, {1.2, 1, 0.3}, {-1, 0.3, 2}
    }));

    private static double normal(double x, double mean, double variance) {
        return -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) * (x - mean) / variance);
    }

    @Test
    void oneKnownCellHasTheNormalDensityOfItsColumn() {
        assertEquals(normal(0.7, -2, 1), gaussian.logProb(new double[] {GONE, 0.7, GONE}), EXACT);
    }

    @Test
    void twoKnownCellsHaveTheClosedForm() {
        double x = 2;
        double y = -1;
        double conditionalMean = 0.5 - 1.0 / 4 * (x - 1);
        double conditionalVariance = 2 - 1.0 / 4;
        assertEquals(
                normal(x, 1, 4) + normal(y, conditionalMean, conditionalVariance),
                gaussian.logProb(new double[] {x, GONE, y}),
                EXACT);
    }

    @Test
    void aCompleteRowIsTheProductOfItsConditionals() {
        double[] row = {2, -1.5, -1};
        double[] filled = gaussian.impute(new double[] {2, GONE, -1});
        double variance =
                gaussian.given(Cells.known(new double[] {2, GONE, -1})).rest().get(0, 0);
        assertEquals(
                gaussian.logProb(new double[] {2, GONE, -1}) + normal(row[1], filled[1], variance),
                gaussian.logProb(row),
                EXACT);
    }

    @Test
    void missingCellsGetTheirConditionalMeans() {
        assertArrayEquals(
                new double[] {2, -2 + 1.2 / 4, 0.5 - 1.0 / 4}, gaussian.impute(new double[] {2, GONE, GONE}), EXACT);
    }

    @Test
    void aRowWithoutKnownCellsIsRefused() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> gaussian.logProb(new double[] {GONE, GONE, GONE}));
        assertEquals("GivenKnown: one of 3 cells must be known but none is; leave the row out", e.getMessage());
    }

    @Test
    void aCovarianceThatIsNotPositiveDefiniteIsRefused() {
        Gaussian flat = new Gaussian(new double[2], new DMatrixRMaj(new double[][] {{1, 2}, {2, 1}}));
        Exception e = assertThrows(IllegalArgumentException.class, () -> flat.logProb(new double[] {0, 0}));
        assertTrue(
                e.getMessage().startsWith("GivenKnown: the covariance of columns [0, 1] must be positive definite"),
                e::getMessage);
        assertTrue(e.getMessage().endsWith("raise the ridge or leave a column out"), e::getMessage);
    }

    @Test
    void meanAndCovarianceMustFit() {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> new Gaussian(new double[2], new DMatrixRMaj(3, 3)));
        assertEquals("Gaussian: a mean of 2 columns needs a square covariance as wide but got [3, 3]", e.getMessage());
        e = assertThrows(
                IllegalArgumentException.class, () -> Gaussian.ofVariances(new double[1], new double[] {Double.NaN}));
        assertTrue(e.getMessage().startsWith("Gaussian: the covariance must be finite but is"), e::getMessage);
    }
}
