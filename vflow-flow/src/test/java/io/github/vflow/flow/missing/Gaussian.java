package io.github.vflow.flow.missing;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A normal distribution in closed form.
 *
 * @param mean [d]
 * @param covariance [d, d]
 */
record Gaussian(double[] mean, DMatrixRMaj covariance) {
    /** That of x = mean + S·z with z = ε·W⁻¹, for a row vector ε ~ N(0, I): the covariance is S·W⁻ᵀ·W⁻¹·S. */
    static Gaussian of(double[] mean, double[] std, float[] w) {
        int d = mean.length;
        DMatrixRMaj inverse = new DMatrixRMaj(
                d, d, true, IntStream.range(0, d * d).mapToDouble(i -> w[i]).toArray());
        CommonOps_DDRM.invert(inverse);
        DMatrixRMaj scaled = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(inverse, CommonOps_DDRM.diag(std), scaled);
        DMatrixRMaj covariance = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(scaled, scaled, covariance);
        return new Gaussian(mean, covariance);
    }

    /** ln of the density of the known numbers of a row; NaN is unknown. */
    double logProb(double[] row) {
        int[] known = IntStream.range(0, row.length)
                .filter(j -> !Double.isNaN(row[j]))
                .toArray();
        if (known.length == 0) {
            return 0;
        }
        DMatrixRMaj part = part(known, known);
        DMatrixRMaj off = offset(row, known);
        DMatrixRMaj solved = new DMatrixRMaj(known.length, 1);
        CommonOps_DDRM.solve(part, off, solved);
        double distance = CommonOps_DDRM.dot(off, solved);
        return -0.5 * (known.length * Math.log(2 * Math.PI) + Math.log(CommonOps_DDRM.det(part)) + distance);
    }

    /** The mean of the unknown numbers given the known ones; known ones stay. */
    double[] conditionalMean(double[] row) {
        int[] known = IntStream.range(0, row.length)
                .filter(j -> !Double.isNaN(row[j]))
                .toArray();
        double[] full = Arrays.copyOf(row, row.length);
        for (int j = 0; j < row.length; j++) {
            if (Double.isNaN(row[j])) {
                full[j] = mean[j];
                if (known.length > 0) {
                    DMatrixRMaj solved = new DMatrixRMaj(known.length, 1);
                    CommonOps_DDRM.solve(part(known, known), offset(row, known), solved);
                    DMatrixRMaj cross = part(new int[] {j}, known);
                    DMatrixRMaj shift = new DMatrixRMaj(1, 1);
                    CommonOps_DDRM.mult(cross, solved, shift);
                    full[j] += shift.get(0);
                }
            }
        }
        return full;
    }

    /** The variance of an unknown number given the known ones. */
    double conditionalVariance(double[] row, int j) {
        int[] known = IntStream.range(0, row.length)
                .filter(i -> !Double.isNaN(row[i]))
                .toArray();
        DMatrixRMaj cross = part(known, new int[] {j});
        DMatrixRMaj solved = new DMatrixRMaj(known.length, 1);
        CommonOps_DDRM.solve(part(known, known), cross, solved);
        return covariance.get(j, j) - CommonOps_DDRM.dot(cross, solved);
    }

    private DMatrixRMaj part(int[] rows, int[] columns) {
        DMatrixRMaj part = new DMatrixRMaj(rows.length, columns.length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                part.set(i, j, covariance.get(rows[i], columns[j]));
            }
        }
        return part;
    }

    private DMatrixRMaj offset(double[] row, int[] known) {
        DMatrixRMaj off = new DMatrixRMaj(known.length, 1);
        for (int i = 0; i < known.length; i++) {
            off.set(i, row[known[i]] - mean[known[i]]);
        }
        return off;
    }
}
