package io.github.vflow.tensor.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;

/** Square matrices and their determinants and inverses by another library, EJML. */
public final class Matrices {
    private Matrices() {}

    /**
     * The answers of EJML.
     *
     * @param largest absolute number of the inverse
     * @param condition how much the inverse magnifies relative errors, at least 1
     */
    public record Solved(double logAbsDet, double[] inverse, double largest, double condition) {}

    /** An n×n matrix of standard normal numbers, row by row. */
    public static double[] random(int n, SplittableRandom random) {
        double[] a = new double[n * n];
        Arrays.setAll(a, _ -> random.nextGaussian());
        return a;
    }

    /** Determinant and inverse of a matrix. */
    public static Solved ejml(double[] a, int n) {
        DMatrixRMaj m = new DMatrixRMaj(n, n, true, a);
        DMatrixRMaj inverse = new DMatrixRMaj(n, n);
        CommonOps_DDRM.invert(m, inverse);
        return new Solved(
                Math.log(Math.abs(CommonOps_DDRM.det(m))),
                inverse.data,
                CommonOps_DDRM.elementMaxAbs(inverse),
                Math.max(1, NormOps_DDRM.conditionP2(m)));
    }
}
