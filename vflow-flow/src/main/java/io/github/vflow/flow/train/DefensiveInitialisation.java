package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.distribution.mixing.Elliptical;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;

/**
 * Sets the broad components of a model to the mean and the covariance of lifted rows. The covariance is shrunk towards a multiple of the
 * identity (Ledoit and Wolf, 2004), so that it is regular for any number of rows.
 */
final class DefensiveInitialisation {
    /** The least part of the mean variance that shrinking adds to each variance. */
    private static final double RIDGE = 1e-6;

    private static final String LIFTED = "lifted";

    private DefensiveInitialisation() {}

    static void run(FlowModel model, Elliptical broad, Engine engine, Batch batch, int rows) {
        float[] v = lifted(model, engine, batch, rows);
        int d = broad.dimensions();
        double[] mean = mean(v, rows, d);
        double[][] factor = cholesky(shrunk(v, mean, rows));
        double[][] inverse = inverseOfLower(factor);
        Parameters p = model.parameters();
        p.set(broad.mean(), floats(new double[][] {mean}, false));
        p.set(broad.colour(), floats(factor, true));
        p.set(broad.whiten(), floats(inverse, true));
        double logDet = 0;
        for (int i = 0; i < d; i++) {
            logDet -= Math.log(factor[i][i]);
        }
        p.set(broad.logDet(), new float[] {(float) logDet});
    }

    private static float[] lifted(FlowModel model, Engine engine, Batch batch, int rows) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor x = t.batch(Model.X, Shape.of(rows, model.width()));
        Tensor v = model.lift(x).columns();
        t.output(LIFTED, v);
        try (Executable program = engine.compile(t.program())) {
            program.set(Parameters.INPUT, model.parameters().values());
            program.set(Model.X, batch.x);
            if (t.program().inputs().containsKey(Model.NOISE)) {
                program.set(Model.NOISE, batch.noise);
            }
            program.run();
            float[] all = new float[v.shape().size()];
            program.get(LIFTED, all);
            return all;
        }
    }

    private static double[] mean(float[] v, int n, int d) {
        double[] mean = new double[d];
        for (int i = 0; i < v.length; i++) {
            mean[i % d] += v[i] / (double) n;
        }
        return mean;
    }

    private static double[][] shrunk(float[] v, double[] mean, int n) {
        int d = mean.length;
        double[][] cov = new double[d][d];
        double fourth = 0;
        for (int i = 0; i < n; i++) {
            double norm = 0;
            for (int j = 0; j < d; j++) {
                double x = v[i * d + j] - mean[j];
                norm += x * x;
                for (int k = 0; k <= j; k++) {
                    cov[j][k] += x * (v[i * d + k] - mean[k]) / n;
                }
            }
            fourth += norm * norm / n;
        }
        double trace = 0;
        double squares = 0;
        for (int j = 0; j < d; j++) {
            trace += cov[j][j];
            for (int k = 0; k < j; k++) {
                cov[k][j] = cov[j][k];
                squares += 2 * cov[j][k] * cov[j][k];
            }
            squares += cov[j][j] * cov[j][j];
        }
        double target = trace / d;
        double distance = squares - d * target * target;
        double error = Math.clamp((fourth - squares) / n, 0, Math.max(0, distance));
        double share = distance > 0 ? error / distance : 1;
        for (int j = 0; j < d; j++) {
            for (int k = 0; k < d; k++) {
                cov[j][k] *= 1 - share;
            }
            cov[j][j] += (share + RIDGE) * target + Float.MIN_NORMAL;
        }
        return cov;
    }

    /** C with C·Cᵀ = a, lower. */
    private static double[][] cholesky(double[][] a) {
        int d = a.length;
        double[][] c = new double[d][d];
        for (int j = 0; j < d; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = a[j][k];
                for (int i = 0; i < k; i++) {
                    sum -= c[j][i] * c[k][i];
                }
                c[j][k] = j == k ? Math.sqrt(sum) : sum / c[k][k];
            }
        }
        return c;
    }

    private static double[][] inverseOfLower(double[][] c) {
        int d = c.length;
        double[][] inverse = new double[d][d];
        for (int column = 0; column < d; column++) {
            for (int i = column; i < d; i++) {
                double sum = i == column ? 1 : 0;
                for (int k = column; k < i; k++) {
                    sum -= c[i][k] * inverse[k][column];
                }
                inverse[i][column] = sum / c[i][i];
            }
        }
        return inverse;
    }

    private static float[] floats(double[][] a, boolean transposed) {
        int rows = a.length;
        int columns = a[0].length;
        float[] flat = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                flat[transposed ? j * rows + i : i * columns + j] = (float) a[i][j];
            }
        }
        return flat;
    }
}
