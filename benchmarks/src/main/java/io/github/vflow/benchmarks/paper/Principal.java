package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.data.Rows;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Turns the axes of ε so that the first tells modes apart best. */
final class Principal {
    private Principal() {}

    /**
     * Rows in the basis of the eigenvectors of the covariance of the modes' means, the largest eigenvalue first. Where rows have the covariance
     * I, as ε has, these are Fisher's discriminants. The invertible linear maps of Glow turn the axes of ε anyhow (VFlow paper, Sec. 5).
     *
     * @param points [n, D]
     * @param modes of each row
     */
    static Rows byModes(Rows points, int[] modes) {
        int d = points.features();
        double[] mean = points.columnMeans();
        DMatrixRMaj between = new DMatrixRMaj(d, d);
        for (int mode = 0; mode < Modes.COUNT; mode++) {
            int[] rows = Modes.rows(modes, mode);
            if (rows.length > 0) {
                double[] of = points.select(rows).columnMeans();
                DMatrixRMaj shift = new DMatrixRMaj(d, 1);
                for (int j = 0; j < d; j++) {
                    shift.set(j, 0, of[j] - mean[j]);
                }
                CommonOps_DDRM.multAddTransB((double) rows.length / points.size(), shift, shift, between);
            }
        }
        return turned(points, axes(between));
    }

    /** Eigenvectors of a symmetric matrix, the largest eigenvalue first. */
    private static List<DMatrixRMaj> axes(DMatrixRMaj symmetric) {
        int d = symmetric.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(symmetric.copy())) {
            throw new ArithmeticException(
                    "Principal: the covariance of the means of modes has no eigenvectors: " + symmetric);
        }
        return IntStream.range(0, d)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -eigen.getEigenvalue(i).getReal()))
                .map(eigen::getEigenVector)
                .toList();
    }

    private static Rows turned(Rows points, List<DMatrixRMaj> axes) {
        int d = points.features();
        double[] to = new double[points.size() * d];
        for (int i = 0; i < points.size(); i++) {
            for (int a = 0; a < d; a++) {
                for (int j = 0; j < d; j++) {
                    to[i * d + a] += points.get(i, j) * axes.get(a).get(j);
                }
            }
        }
        return Rows.of(to, d);
    }
}
