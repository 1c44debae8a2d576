package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.operand.Limits;

/**
 * Mixtures of logistics, {@link io.github.vflow.tensor.ir.Mixture}. With e = exp(−|z|), σ(z) is 1/(1 + e) or e/(1 + e), and sums over
 * components of u_k = exp(logit_k − max) and w_k = u_k·σ(z)·σ(−z),
 *
 * <pre>A = Σ u·σ(z),  B = Σ u·σ(−z),  C = Σ w·ρ,  ρ = exp(−max(s, floor))
 * g = ln(A/B),  ln g′ = ln(C/A + C/B)</pre>
 *
 * In {@link Columns} sums are in the order of components; in {@link ComponentRows} there are {@value Limits#LANES} running sums
 * that are added in halves, as {@link ReductionKernels} have it. With cotangents a of g and b of ln g′, r = w·ρ·b/C and
 * t = w·((a − b)/A + (a + b)/B + ρ·(σ(−z) − σ(z))·b/C), the gradient is
 *
 * <pre>u·(b/(A + B) + σ(z)·(a − b)/A − σ(−z)·(a + b)/B) + r,  −t·ρ,  −(t·z + r)</pre>
 *
 * in logits, means and log-scales. That holds while the sums are well inside the range of float32, {@value #SMALLEST}. Elsewhere, far
 * out or between distant components, the result is NaN, and the caller computes it otherwise. The working memory has
 * {@link Columns#work} or {@link ComponentRows#work} floats.
 */
public interface MixtureKernels {
    /** Below this, a sum may have lost components. The density's sum is compared after division by the largest ρ too. */
    float SMALLEST = 1e-28f;

    /** The largest ρ. */
    float STEEPEST = 1e12f;

    /** Larger cotangents, divided by the smallest sums, might not be finite. */
    float LARGEST_COTANGENT = 1e9f;

    /** The largest ln ρ without a floor, more than ln ρ of {@link #STEEPEST}; larger logarithms count as this. */
    float LARGEST_LOG_RATE = 60f;

    /** The most Newton steps of an inverse. */
    int STEPS = 40;

    /** Errors of g up to this are rounding, relative to max(1, |v|). */
    float RESIDUAL = 5e-7f;

    /** Newton steps up to this are rounding, relative to |x|. */
    float DIGIT = 1.2e-7f;

    /** Computes g and ln g′, as two rows of y. */
    void logOdds(float[] m, int x, int logits, int means, int logScales, int y, float[] work, Columns c);

    /** Computes g and ln g′, as pairs in y. */
    void logOdds(float[] m, int x, int logits, int means, int logScales, int y, int work, ComponentRows r);

    /**
     * Computes the gradients in logits, means and log-scales, as rows of y.
     *
     * @param g rows of cotangents of g and ln g′
     */
    void gradient(float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c);

    /**
     * Computes the gradients in logits, means and log-scales, which follow one another.
     *
     * @param g pairs of cotangents of g and ln g′
     */
    void gradient(float[] m, int x, int logits, int means, int logScales, int g, int y, int work, ComponentRows r);

    /**
     * Computes the x with g(x) = v, by Newton steps inside a bracket. Component k alone has log-odds v at μ_k + v/ρ_k, and the mixture has
     * them between the least and the largest of these.
     */
    void inverse(float[] m, int v, int logits, int means, int logScales, int x, float[] work, Columns c);
}
