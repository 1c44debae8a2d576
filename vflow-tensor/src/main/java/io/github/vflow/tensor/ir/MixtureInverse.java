package io.github.vflow.tensor.ir;

import java.util.List;

/**
 * The x with g(x) = y, where g is the log-odds of a mixture of logistic distributions,
 *
 * <pre>g(x) = logsumexp(log π_k + log σ(z_k)) − logsumexp(log π_k + log σ(−z_k)),  z_k = (x − μ_k)·exp(−s_k).</pre>
 *
 * @param y [.., 1, ..]: size one along the component axis
 * @param logits unnormalised log π, with the components along the axis
 * @param means μ
 * @param logScales s
 * @param axis the component axis
 */
public record MixtureInverse(Value y, Value logits, Value means, Value logScales, int axis) implements Op {
    @Override
    public List<Value> operands() {
        return List.of(y, logits, means, logScales);
    }

    @Override
    public Op with(List<Value> v) {
        return new MixtureInverse(v.get(0), v.get(1), v.get(2), v.get(3), axis);
    }

    @Override
    public Shape shape() {
        Checks.axis("mixtureInverse", logits.shape(), axis);
        Checks.that(
                y.shape().equals(logits.shape().with(axis, 1))
                        && logits.shape().equals(means.shape())
                        && logits.shape().equals(logScales.shape()),
                "mixtureInverse: expected y with size 1 along axis " + axis
                        + " and three equal parameter shapes but got " + y.shape() + ", " + logits.shape() + ", "
                        + means.shape() + ", " + logScales.shape());
        return y.shape();
    }
}
