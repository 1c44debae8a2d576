package io.github.vflow.tensor.reference;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.LUDecomposition;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Determinant and inverse of a square matrix by LU with partial pivoting, in double; allocates nothing once made. */
public final class SquareMatrix {
    private final DMatrixRMaj matrix;
    private final DMatrixRMaj inverse;
    private final LinearSolverDense<DMatrixRMaj> solver;

    /** For n×n matrices. */
    public SquareMatrix(int n) {
        matrix = new DMatrixRMaj(n, n);
        inverse = new DMatrixRMaj(n, n);
        solver = LinearSolverFactory_DDRM.lu(n);
    }

    static SquareMatrix of(double[] rows, int n) {
        SquareMatrix m = new SquareMatrix(n);
        System.arraycopy(rows, 0, m.matrix.data, 0, n * n);
        m.factor();
        return m;
    }

    /** The rows, to be filled before {@link #factor}. */
    public double[] data() {
        return matrix.data;
    }

    /**
     * Factors what is in {@link #data}.
     *
     * @throws ArithmeticException if the matrix is singular or not finite
     */
    public void factor() {
        boolean ok = solver.setA(matrix);
        double log = ok ? logAbsDet() : Double.NaN;
        if (!Double.isFinite(log)) {
            throw new ArithmeticException("a " + matrix.numRows + "×" + matrix.numRows
                    + " matrix is singular or not finite (ln |det| = " + log
                    + "); lower the learning rate or use the LU parameterisation");
        }
    }

    /** ln |det|: the sum of the logarithms of the pivots. */
    public double logAbsDet() {
        LUDecomposition<DMatrixRMaj> lu = solver.getDecomposition();
        double[] packed = ((org.ejml.dense.row.decomposition.lu.LUDecompositionBase_DDRM) lu).getLU().data;
        double sum = 0;
        for (int i = 0; i < matrix.numRows; i++) {
            sum += Math.log(Math.abs(packed[i * matrix.numRows + i]));
        }
        return sum;
    }

    /** The inverse, row by row; overwritten by the next call. */
    public double[] inverse() {
        solver.invert(inverse);
        return inverse.data;
    }
}
