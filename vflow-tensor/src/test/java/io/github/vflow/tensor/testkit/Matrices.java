package io.github.vflow.tensor.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;

/** Square matrices and their determinants, inverses and orthogonal factors by another library, EJML. */
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

    /** Q of the decomposition Q·R of a matrix, where the diagonal of R is positive. */
    public static double[] ejmlOrthogonal(double[] a, int n) {
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(n, n);
        qr.decompose(new DMatrixRMaj(n, n, true, a.clone()));
        DMatrixRMaj q = qr.getQ(null, false);
        DMatrixRMaj r = qr.getR(null, false);
        double[] signs = new double[n];
        Arrays.setAll(signs, i -> Math.signum(r.get(i, i)));
        CommonOps_DDRM.multCols(q, signs);
        return q.data;
    }
}
