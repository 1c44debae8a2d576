package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;

/**
 * A normal density with a full covariance. Neither array is copied or modified.
 *
 * @param mean [d]
 * @param covariance [d, d], positive definite
 */
record Gaussian(double[] mean, DMatrixRMaj covariance) {
    Gaussian {
        if (covariance.numRows != mean.length || covariance.numCols != mean.length) {
            throw new IllegalArgumentException("Gaussian: a mean of " + mean.length
                    + " columns needs a square covariance as wide but got [" + covariance.numRows + ", "
                    + covariance.numCols + "]");
        }
        if (MatrixFeatures_DDRM.hasUncountable(covariance)) {
            throw new IllegalArgumentException("Gaussian: the covariance must be finite but is " + covariance);
        }
    }

    /** The normal density of independent columns. */
    static Gaussian ofVariances(double[] mean, double[] variances) {
        return new Gaussian(mean, CommonOps_DDRM.diag(variances));
    }

    /**
     * The density of some columns, and the others given them.
     *
     * @param known at least one column
     * @throws IllegalArgumentException if none is known, or the covariance is not positive definite
     */
    GivenKnown given(BitSet known) {
        int d = mean.length;
        int[] in = IntStream.range(0, d).filter(known::get).toArray();
        int[] out = IntStream.range(0, d).filter(j -> !known.get(j)).toArray();
        return GivenKnown.of(mean, block(in, in), block(out, in), block(out, out), in, out);
    }

    /** ln p of the known cells of a row, in nats. */
    double logProb(double[] row) {
        return given(Cells.known(row)).logProb(row);
    }

    /** The row with the mean of each missing cell given the known cells. */
    double[] impute(double[] row) {
        return given(Cells.known(row)).impute(row);
    }

    /** The mean of {@link #logProb} over rows. */
    double meanLogProb(double[][] rows) {
        Map<BitSet, GivenKnown> patterns = new HashMap<>();
        return Arrays.stream(rows)
                .mapToDouble(row ->
                        patterns.computeIfAbsent(Cells.known(row), this::given).logProb(row))
                .average()
                .orElseThrow();
    }

    private DMatrixRMaj block(int[] rows, int[] columns) {
        DMatrixRMaj block = new DMatrixRMaj(rows.length, columns.length);
        CommonOps_DDRM.extract(covariance, rows, rows.length, columns, columns.length, block);
        return block;
    }
}
