package io.github.vflow.benchmarks.missing;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * EM for a normal density of rows with missing cells (Dempster, Laird and Rubin 1977; Little and Rubin 2019, section 11.2). A ridge λ is
 * added to the diagonal of the covariance in each step. So EM maximises the penalised likelihood, the mean of ln p(known cells) −
 * ½ λ tr Σ⁻¹, which no step lowers.
 *
 * @param gaussian the last estimate
 * @param objectives the penalised likelihood before each step and after the last, in nats per row
 */
record ExpectationMaximization(Gaussian gaussian, List<Double> objectives) {
    private static final int MOST_STEPS = 500;

    /** EM ends after a step that gains less, in nats per row. */
    private static final double LEAST_GAIN = 1e-5;

    ExpectationMaximization {
        objectives = List.copyOf(objectives);
    }

    /** From independent columns on. */
    static ExpectationMaximization of(double[][] rows, double ridge) {
        double[] variances = Cells.variances(rows);
        for (int j = 0; j < variances.length; j++) {
            variances[j] += ridge;
        }
        return from(Gaussian.ofVariances(Cells.means(rows), variances), rows, ridge);
    }

    /** From an estimate on. */
    static ExpectationMaximization from(Gaussian start, double[][] rows, double ridge) {
        List<Double> objectives = new ArrayList<>();
        Gaussian gaussian = start;
        double gain = Double.POSITIVE_INFINITY;
        for (int step = 0; gain >= LEAST_GAIN; step++) {
            Step s = Step.of(gaussian, rows, ridge);
            gain = step == 0 ? gain : s.objective - objectives.getLast();
            objectives.add(s.objective);
            if (step == MOST_STEPS) {
                break;
            }
            gaussian = gain >= LEAST_GAIN ? s.next : gaussian;
        }
        return new ExpectationMaximization(gaussian, objectives);
    }

    /** The number of steps. */
    int steps() {
        return objectives.size() - 1;
    }

    /**
     * One step.
     *
     * @param objective the penalised likelihood before it
     * @param next the estimate after it
     */
    private record Step(double objective, Gaussian next) {
        static Step of(Gaussian gaussian, double[][] rows, double ridge) {
            int n = rows.length;
            int d = gaussian.mean().length;
            Map<BitSet, GivenKnown> patterns = new HashMap<>();
            double[][] full = new double[n][];
            double logProb = 0;
            DMatrixRMaj covariance = new DMatrixRMaj(d, d);
            for (int i = 0; i < n; i++) {
                GivenKnown given = patterns.computeIfAbsent(Cells.known(rows[i]), gaussian::given);
                logProb += given.logProb(rows[i]);
                full[i] = given.impute(rows[i]);
                addRest(given, covariance);
            }
            double[] mean = Cells.means(full);
            for (double[] row : full) {
                addSquare(row, mean, covariance);
            }
            CommonOps_DDRM.divide(covariance, n);
            for (int j = 0; j < d; j++) {
                covariance.add(j, j, ridge);
            }
            double objective = logProb / n - 0.5 * ridge * traceOfInverse(gaussian.covariance());
            return new Step(objective, new Gaussian(mean, covariance));
        }

        private static void addRest(GivenKnown given, DMatrixRMaj covariance) {
            int[] missing = given.missing();
            for (int a = 0; a < missing.length; a++) {
                for (int b = 0; b < missing.length; b++) {
                    covariance.add(missing[a], missing[b], given.rest().get(a, b));
                }
            }
        }

        private static void addSquare(double[] row, double[] mean, DMatrixRMaj covariance) {
            for (int a = 0; a < mean.length; a++) {
                for (int b = 0; b < mean.length; b++) {
                    covariance.add(a, b, (row[a] - mean[a]) * (row[b] - mean[b]));
                }
            }
        }

        private static double traceOfInverse(DMatrixRMaj covariance) {
            DMatrixRMaj inverse = new DMatrixRMaj(covariance.numRows, covariance.numCols);
            return CommonOps_DDRM.invertSPD(covariance, inverse)
                    ? CommonOps_DDRM.trace(inverse)
                    : Double.POSITIVE_INFINITY;
        }
    }
}
