package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The regression of each missing dimension on the known dimensions and the missing ones before it, under a normal distribution N(μ, P⁻¹):
 *
 * <pre>  m_j = E[v_j | known, missing before j],   s_j² = Var[v_j | known, missing before j]</pre>
 *
 * <p>Elimination finds it for any mask: from the last dimension on, each missing one leaves the precision matrix P by its Schur complement.
 *
 * @param mean μ [b, L], or [1, L] if all rows have the same
 * @param slopes for each j, [b, L]: v_j − m_j = Σ slope·(v − μ), where the slope of j itself is one
 * @param logScale ln s [b, L]
 */
record Regression(Tensor mean, List<Tensor> slopes, Tensor logScale) {
    /** Columns have a variance of about one, and P has the variance of one given others; float32 may lose digits on the way there. */
    private static final double LEAST_PRECISION = 0.1;

    /** The regression under the normal distribution that a map whitens. */
    static Regression of(Whitening whitening, Condition condition, Tensor known, IntPredicate mayMiss) {
        Trace t = known.trace();
        Tensor w = whitening.weight().in(t);
        return of(whitening.mean(t, condition), w.matmul(w, false, true), known, mayMiss);
    }

    /**
     * The regression under a normal distribution of a mean [b, L] or [1, L] and a precision matrix [L, L].
     *
     * @param known 1 for a known dimension, 0 for a missing one [b, L]
     * @param mayMiss the dimensions that some rows miss; the others have no regression
     */
    static Regression of(Tensor mean, Tensor precision, Tensor known, IntPredicate mayMiss) {
        int b = known.shape().dim(0);
        int d = known.shape().dim(1);
        Tensor missing = known.negate().plus(1);
        Tensor[] slopes = new Tensor[d];
        Tensor[] precisions = new Tensor[d];
        Tensor left = precision.reshape(1, d, d).broadcast(Shape.of(b, d, d));
        for (int j = d - 1; j >= 0; j--) {
            if (!mayMiss.test(j)) {
                slopes[j] = known;
                precisions[j] = known.trace().constant(1).broadcast(Shape.of(b, 1));
                left = j > 0 ? left.slice(1, 0, j) : left;
                continue;
            }
            Tensor row = left.slice(1, j, j + 1).reshape(b, d);
            precisions[j] = row.slice(1, j, j + 1).max(LEAST_PRECISION);
            Tensor a = row.dividedBy(precisions[j].broadcast(row.shape()));
            // missing dimensions after j are integrated out
            slopes[j] = j == d - 1
                    ? a
                    : Tensor.concat(
                            1, a.slice(1, 0, j + 1), a.slice(1, j + 1, d).times(known.slice(1, j + 1, d)));
            if (j > 0) {
                Shape rest = Shape.of(b, j, d);
                Tensor column =
                        row.slice(1, 0, j).times(missing.slice(1, j, j + 1).broadcast(Shape.of(b, j)));
                left = left.slice(1, 0, j)
                        .minus(column.reshape(b, j, 1)
                                .broadcast(rest)
                                .times(a.reshape(b, 1, d).broadcast(rest)));
            }
        }
        Tensor logScale = Tensor.concat(1, List.of(precisions)).log().times(-0.5);
        return new Regression(mean, List.of(slopes), logScale);
    }

    /**
     * The regression of the one missing dimension j of each row on all others: v_j − m = Σ P_jk/P_jj·(v_k − μ_k), s² = 1/P_jj.
     *
     * @param ofMissing μ_j [b, 1]
     * @param slopes P_jk/P_jj [b, L]
     * @param logScale ln s [b, 1]
     */
    record OfOne(Tensor mean, Tensor ofMissing, Tensor slopes, Tensor logScale) {
        /** m [b, 1], from rows whose missing dimension may have any finite number. */
        Tensor expected(Tensor v, Tensor known) {
            return ofMissing.minus(
                    v.minus(mean).times(known).times(slopes).sum(1).reshape(ofMissing.shape()));
        }
    }

    /** The regression under the normal distribution that a map whitens, of rows with one missing dimension. */
    static OfOne ofOne(Whitening whitening, Condition condition, Tensor known) {
        Trace t = known.trace();
        Tensor mean = whitening.mean(t, condition).broadcast(known.shape());
        Tensor w = whitening.weight().in(t);
        Shape one = Shape.of(known.shape().dim(0), 1);
        Tensor missing = known.negate().plus(1);
        Tensor row = missing.matmul(w.matmul(w, false, true));
        Tensor precision = row.times(missing).sum(1).reshape(one).max(LEAST_PRECISION);
        return new OfOne(
                mean,
                missing.times(mean).sum(1).reshape(one),
                row.dividedBy(precision.broadcast(row.shape())),
                precision.log().times(-0.5));
    }

    /**
     * m_j [b, 1].
     *
     * @param v [b, L]; the known dimensions and the missing ones before j count
     * @param seen 1 for these dimensions, 0 for others [b, L]
     */
    Tensor expected(int j, Tensor v, Tensor seen) {
        Tensor away = v.minus(mean).times(seen).times(slopes.get(j));
        Tensor own = away.slice(1, j, j + 1);
        return own.minus(away.sum(1).reshape(own.shape())).plus(mean.slice(1, j, j + 1));
    }

    /** m of all dimensions [b, L], from rows with values in all dimensions. */
    Tensor expected(Tensor v) {
        Tensor away = v.minus(mean);
        Tensor[] each = new Tensor[slopes.size()];
        Arrays.setAll(
                each, j -> slopes.get(j).times(away).sum(1).reshape(v.shape().dim(0), 1));
        return v.minus(Tensor.concat(1, List.of(each)));
    }
}
