package io.github.vflow.flow.distribution;

import io.github.vflow.tensor.Tensor;

/**
 * Broad components that defend a flow: p(v) = (1 − β − α)·flow(v) + β·N(v) + α·t(v). No row is less likely than α·t(v), whatever the flow says
 * of it.
 *
 * @param normal β
 * @param student α
 * @param broad N and t, of the dimensions to which columns are lifted
 */
public record Defence(double normal, double student, Elliptical broad) {
    /** Where float32 has no number for the flow's density, this stands for it. */
    private static final double LEAST = -1e30;

    /**
     * ln p(v) of each row [b], in nats.
     *
     * @param logFlow ln flow(v), or an estimate of it [b]
     * @param v lifted columns [b, L]
     */
    public Tensor logProb(Tensor logFlow, Tensor v) {
        Tensor floor = logFlow.trace().constant(LEAST).broadcast(logFlow.shape());
        Tensor all = logFlow.greater(LEAST).select(logFlow, floor).plus(Math.log(flowShare()));
        Tensor distance = broad.distance(v);
        if (normal > 0) {
            all = sum(all, broad.logNormal(distance).plus(Math.log(normal)));
        }
        return student > 0 ? sum(all, broad.logStudent(distance).plus(Math.log(student))) : all;
    }

    private double flowShare() {
        return 1 - normal - student;
    }

    /** ln(eᵃ + eᵇ). */
    private static Tensor sum(Tensor a, Tensor b) {
        return a.max(b).plus(a.minus(b).abs().negate().exp().log1p());
    }

    /** The number of normals by which a draw chooses its component. */
    public static int choice() {
        return Uniforms.noise();
    }

    /**
     * Draws of p: each is one of the flow, N or t, in proportion to their shares.
     *
     * @param flow [b, L]
     * @param choice normals [b, {@link #choice}]
     * @param noise normals [b, {@link Elliptical#noise}]
     */
    public Tensor sample(Tensor flow, Tensor choice, Tensor noise) {
        Tensor uniform = Uniforms.of(choice);
        Tensor ofStudent = uniform.greater(1 - student);
        Tensor chosen =
                uniform.greater(flowShare()).reshape(flow.shape().dim(0), 1).broadcast(flow.shape());
        return chosen.select(broad.sample(noise, ofStudent), flow);
    }
}
