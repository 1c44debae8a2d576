package io.github.vflow.flow.audit;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.exact.SquareMatrix;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * Checks a bijector on rows, such as one of your own, against the laws of {@link Bijector}, in double precision.
 *
 * <p>In a test: {@code BijectorAudit.require(myBijector, parameters, points, 1e-8);}
 */
public final class BijectorAudit implements AutoCloseable {
    private static final String X = "x";
    private static final double STEP = 1e-5;

    private final int rows;
    private final int dims;
    private final double[] points;
    private final Executable program;

    private BijectorAudit(Bijector f, Parameters parameters, double[][] points) {
        this.rows = points.length;
        this.dims = points[0].length;
        this.points = flat(points);
        Trace t = new Trace();
        if (parameters.size() > 0) {
            parameters.flat(t);
        }
        Tensor x = t.batch(X, Shape.of(rows, dims));
        Mapped y = f.forward(x);
        Mapped back = f.inverse(y.value());
        t.output("y", y.value());
        t.output("logDet", y.logDet());
        t.output("back", back.value());
        t.output("backLogDet", back.logDet());
        for (int j = 0; j < dims; j++) {
            Tensor column = y.value().slice(1, j, j + 1).sum();
            t.output("jacobian." + j, Gradient.of(column, List.of(x)).getFirst());
        }
        this.program = Engines.reference().compile(t.program());
        if (parameters.size() > 0) {
            program.set(Parameters.INPUT, parameters.values());
        }
    }

    /**
     * Measures the law errors at some points.
     *
     * @param points [n][d] inside the bijector's domain
     */
    public static Laws of(Bijector f, Parameters parameters, double[][] points) {
        try (BijectorAudit audit = new BijectorAudit(f, parameters, points)) {
            return audit.measure();
        }
    }

    /**
     * Throws unless the laws hold within a tolerance.
     *
     * @throws AssertionError with the errors, if one is above the tolerance
     */
    public static void require(Bijector f, Parameters parameters, double[][] points, double tolerance) {
        Laws laws = of(f, parameters, points);
        if (!laws.within(tolerance)) {
            throw new AssertionError("BijectorAudit: the laws of a bijector must hold within " + tolerance
                    + " but the errors are " + laws);
        }
    }

    private static double[] flat(double[][] table) {
        return java.util.Arrays.stream(table)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    private Laws measure() {
        // differences run first, so that the outputs are left as they are at the points themselves
        double[][] differences = differences();
        run(points);
        double[] logDet = read("logDet", rows);
        double[] back = read("back", rows * dims);
        double[] backLogDet = read("backLogDet", rows);
        double roundTrip = 0;
        for (int i = 0; i < back.length; i++) {
            roundTrip = Math.max(roundTrip, Math.abs(back[i] - points[i]) / Math.max(1, Math.abs(points[i])));
        }
        double gradient = 0;
        double difference = 0;
        double inverse = 0;
        double[][] jacobian = new double[dims][];
        for (int j = 0; j < dims; j++) {
            jacobian[j] = read("jacobian." + j, rows * dims);
        }
        for (int r = 0; r < rows; r++) {
            gradient = Math.max(gradient, Math.abs(logDet[r] - logAbsDet(jacobian, r)));
            difference = Math.max(difference, Math.abs(logDet[r] - logAbsDet(differences, r)));
            inverse = Math.max(inverse, Math.abs(logDet[r] + backLogDet[r]));
        }
        return new Laws(roundTrip, gradient, difference, inverse);
    }

    /** The Jacobian by central differences, [output][row·d + input] like the gradients. */
    private double[][] differences() {
        double[][] jacobian = new double[dims][rows * dims];
        for (int k = 0; k < dims; k++) {
            double[] above = shifted(k, STEP);
            double[] below = shifted(k, -STEP);
            for (int i = 0; i < above.length; i++) {
                int row = i / dims;
                double h = STEP * Math.max(1, Math.abs(points[row * dims + k]));
                jacobian[i % dims][row * dims + k] = (above[i] - below[i]) / (2 * h);
            }
        }
        return jacobian;
    }

    private double[] shifted(int dimension, double step) {
        double[] x = points.clone();
        for (int r = 0; r < rows; r++) {
            x[r * dims + dimension] += step * Math.max(1, Math.abs(x[r * dims + dimension]));
        }
        run(x);
        return read("y", rows * dims);
    }

    private void run(double[] x) {
        program.set(X, x);
        program.run();
    }

    private double[] read(String name, int size) {
        double[] v = new double[size];
        program.get(name, v);
        return v;
    }

    private double logAbsDet(double[][] jacobian, int row) {
        SquareMatrix m = new SquareMatrix(dims);
        for (int j = 0; j < dims; j++) {
            System.arraycopy(jacobian[j], row * dims, m.data(), j * dims, dims);
        }
        m.factor();
        return m.logAbsDet();
    }

    @Override
    public void close() {
        program.close();
    }

    /**
     * The largest absolute errors of the laws of a bijector over a set of points.
     *
     * @param roundTrip of f⁻¹(f(x)) against x, relative to max(1, |x|)
     * @param logDetGradient of logDet against ln |det J| with J from the program's own gradient, in nats
     * @param logDetDifferences of logDet against ln |det J| with J from central differences, in nats
     * @param inverseLogDet of logDet of f⁻¹ at f(x) against −logDet of f at x, in nats
     */
    public record Laws(double roundTrip, double logDetGradient, double logDetDifferences, double inverseLogDet) {
        /** The factor by which central differences are coarser than the other checks. */
        private static final double DIFFERENCES = 1e3;

        /**
         * Whether all errors are within a tolerance; a NaN is not. The tolerance of central differences is a thousand times
         * as large.
         */
        public boolean within(double tolerance) {
            return roundTrip <= tolerance
                    && logDetGradient <= tolerance
                    && inverseLogDet <= tolerance
                    && logDetDifferences <= tolerance * DIFFERENCES;
        }
    }
}
