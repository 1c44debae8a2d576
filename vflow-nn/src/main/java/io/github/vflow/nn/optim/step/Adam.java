package io.github.vflow.nn.optim.step;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;

/**
 * Adam (Kingma and Ba, 2015), traced into the training program: its moments are inputs that the program updates.
 *
 * <pre>m ← β₁·m + (1 − β₁)·g,  v ← β₂·v + (1 − β₂)·g²
 * KINGMA_BA:   p ← p − α·m̂ / (√v̂ + ε),  m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ)
 * EPSILON_HAT: p ← p − α·√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m / (√v + ε)</pre>
 *
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 * @param form the place of ε; TensorFlow 1 uses {@link Form#EPSILON_HAT}
 */
public record Adam(double beta1, double beta2, double epsilon, Form form) {
    /** The name of the input with the first moments m [n]. */
    public static final String M = "adam.m";
    /** The name of the input with the second moments v [n]. */
    public static final String V = "adam.v";

    private static final String RATE = "adam.rate";
    private static final String EPSILON = "adam.epsilon";

    /** The place of ε in the denominator; the paper has two. */
    public enum Form {
        /** ε is added to √v̂. */
        KINGMA_BA,
        /** ε is added to √v. */
        EPSILON_HAT
    }

    /** The defaults of the paper: β₁ = 0.9, β₂ = 0.999, ε = 1e−8. */
    public static Adam standard() {
        return new Adam(0.9, 0.999, 1e-8, Form.KINGMA_BA);
    }

    /**
     * Traces one step; both moments become updated inputs.
     *
     * @param parameters [n], an input
     * @param gradient [n]
     * @return the new parameters
     */
    public Tensor step(Tensor parameters, Tensor gradient) {
        Trace t = parameters.trace();
        Tensor m = t.input(M, parameters.shape());
        Tensor v = t.input(V, parameters.shape());
        Tensor rate = t.input(RATE, Shape.of());
        Tensor eps = t.input(EPSILON, Shape.of());
        Tensor m1 = m.times(beta1).plus(gradient.times(1 - beta1));
        Tensor v1 = v.times(beta2).plus(gradient.times(gradient.times(1 - beta2)));
        Tensor next = parameters.minus(rate.times(m1).dividedBy(v1.sqrt().plus(eps)));
        t.update(m, m1);
        t.update(v, v1);
        return next;
    }

    /**
     * Sets the inputs that change from step to step. Both forms are p − a·m/(√v + e) with their own scalars a and e.
     *
     * @param step counted from zero
     */
    public void prepare(Executable program, long step, double learningRate) {
        double c1 = 1 - Math.pow(beta1, step + 1.0);
        double root = Math.sqrt(1 - Math.pow(beta2, step + 1.0));
        program.set(RATE, learningRate * root / c1);
        program.set(EPSILON, form == Form.KINGMA_BA ? epsilon * root : epsilon);
    }
}
