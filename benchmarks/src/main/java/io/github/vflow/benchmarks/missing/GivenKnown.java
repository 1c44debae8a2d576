package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * What a normal density says of rows that know the same cells: k of them, u missing.
 *
 * @param mean of all columns, [k + u]
 * @param known the numbers of the known columns, [k]
 * @param missing the numbers of the missing columns, [u]
 * @param precision Σₖₖ⁻¹, [k, k]
 * @param weights Σᵤₖ Σₖₖ⁻¹, [u, k]
 * @param rest the covariance of the missing cells given the known ones, Σᵤᵤ − Σᵤₖ Σₖₖ⁻¹ Σₖᵤ, [u, u]
 * @param logNormalizer −½ ln |2π Σₖₖ|, in nats
 */
record GivenKnown(
        double[] mean,
        int[] known,
        int[] missing,
        DMatrixRMaj precision,
        DMatrixRMaj weights,
        DMatrixRMaj rest,
        double logNormalizer) {

    static GivenKnown of(
            double[] mean, DMatrixRMaj inner, DMatrixRMaj cross, DMatrixRMaj outer, int[] known, int[] missing) {
        int k = known.length;
        if (k == 0) {
            throw new IllegalArgumentException(
                    "GivenKnown: one of " + mean.length + " cells must be known but none is; leave the row out");
        }
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(k, true);
        DMatrixRMaj precision = new DMatrixRMaj(k, k);
        if (!cholesky.decompose(inner.copy()) || !CommonOps_DDRM.invertSPD(inner, precision)) {
            throw new IllegalArgumentException("GivenKnown: the covariance of columns " + Arrays.toString(known)
                    + " must be positive definite but is " + inner + "; raise the ridge or leave a column out");
        }
        DMatrixRMaj factor = cholesky.getT(null);
        double logNormalizer = -0.5 * k * Math.log(2 * Math.PI);
        for (int j = 0; j < k; j++) {
            logNormalizer -= Math.log(factor.get(j, j));
        }
        DMatrixRMaj weights = new DMatrixRMaj(missing.length, k);
        DMatrixRMaj rest = outer.copy();
        if (missing.length > 0) {
            CommonOps_DDRM.mult(cross, precision, weights);
            CommonOps_DDRM.multAddTransB(-1, weights, cross, rest);
        }
        return new GivenKnown(mean, known, missing, precision, weights, rest, logNormalizer);
    }

    /** ln p of the known cells of a row [k + u], in nats. */
    double logProb(double[] row) {
        double[] z = deviations(row);
        double square = 0;
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < z.length; j++) {
                square += z[i] * precision.get(i, j) * z[j];
            }
        }
        return logNormalizer - 0.5 * square;
    }

    /** A copy of the row [k + u] with the conditional mean of each missing cell. */
    double[] impute(double[] row) {
        double[] z = deviations(row);
        double[] full = row.clone();
        for (int i = 0; i < missing.length; i++) {
            double x = mean[missing[i]];
            for (int j = 0; j < z.length; j++) {
                x += weights.get(i, j) * z[j];
            }
            full[missing[i]] = x;
        }
        return full;
    }

    private double[] deviations(double[] row) {
        return Arrays.stream(known).mapToDouble(j -> row[j] - mean[j]).toArray();
    }
}
