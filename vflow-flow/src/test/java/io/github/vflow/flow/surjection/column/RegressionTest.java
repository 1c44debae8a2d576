package io.github.vflow.flow.surjection.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** Conditionals of missing dimensions, against normal densities in closed form. */
final class RegressionTest {
    private static final int D = 5;
    private static final double ROUNDING = 1e-8;

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void theConditionalsHaveTheDensityOfTheMissingDimensions(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DMatrixRMaj precision = precision(random);
        double[] mean = Eval.normal(D, 1, random);
        double[] v = Eval.normal(D, 2, random);
        double[] known = random.ints(D, 0, 2).asDoubleStream().toArray();
        Map<String, double[]> run = run(mean, precision, v, known);
        double log = 0;
        for (int j = 0; j < D; j++) {
            if (known[j] == 0) {
                double w = (v[j] - run.get("expected")[j]) / Math.exp(run.get("logScale")[j]);
                log -= 0.5 * (w * w + Math.log(2 * Math.PI)) + run.get("logScale")[j];
                assertEquals(run.get("expected")[j], run.get("expected" + j)[0], ROUNDING, "one after the other");
            }
        }
        int[] all = IntStream.range(0, D).toArray();
        int[] k = IntStream.of(all).filter(j -> known[j] == 1).toArray();
        double expected = logProb(mean, precision, v, all) - logProb(mean, precision, v, k);
        assertEquals(expected, log, ROUNDING * Math.max(1, Math.abs(expected)), "seed " + seed);
    }

    private static DMatrixRMaj precision(SplittableRandom random) {
        DMatrixRMaj b = new DMatrixRMaj(D, D, true, Eval.normal(D * D, 1.5, random));
        DMatrixRMaj p = CommonOps_DDRM.identity(D);
        CommonOps_DDRM.multAddTransB(b, b, p);
        return p;
    }

    private static Map<String, double[]> run(double[] mean, DMatrixRMaj precision, double[] v, double[] known) {
        Trace t = new Trace();
        Regression r = Regression.of(
                t.constant(Shape.of(1, D), mean),
                t.constant(Shape.of(D, D), precision.getData()),
                t.batch("known", Shape.of(1, D)),
                _ -> true);
        Tensor row = t.batch("v", Shape.of(1, D));
        t.output("expected", r.expected(row));
        t.output("logScale", r.logScale());
        for (int j = 0; j < D; j++) {
            double[] seen = new double[D];
            for (int i = 0; i < D; i++) {
                seen[i] = known[i] == 1 || i < j ? 1 : 0;
            }
            t.output("expected" + j, r.expected(j, row, t.constant(Shape.of(1, D), seen)));
        }
        return Eval.of(Eval.REFERENCE, t, Map.of("known", known, "v", v));
    }

    /** ln of the density of some dimensions. */
    private static double logProb(double[] mean, DMatrixRMaj precision, double[] v, int[] some) {
        if (some.length == 0) {
            return 0;
        }
        DMatrixRMaj covariance = new DMatrixRMaj(D, D);
        CommonOps_DDRM.invert(precision, covariance);
        DMatrixRMaj part = new DMatrixRMaj(some.length, some.length);
        DMatrixRMaj away = new DMatrixRMaj(some.length, 1);
        for (int i = 0; i < some.length; i++) {
            away.set(i, v[some[i]] - mean[some[i]]);
            for (int j = 0; j < some.length; j++) {
                part.set(i, j, covariance.get(some[i], some[j]));
            }
        }
        DMatrixRMaj solved = new DMatrixRMaj(some.length, 1);
        CommonOps_DDRM.solve(part, away, solved);
        return -0.5
                * (some.length * Math.log(2 * Math.PI)
                        + Math.log(CommonOps_DDRM.det(part))
                        + CommonOps_DDRM.dot(away, solved));
    }
}
