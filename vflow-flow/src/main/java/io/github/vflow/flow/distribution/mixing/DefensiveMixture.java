package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A defensive mixture (Hesterberg, 1995): adds two broad components to a flow, so that p(v) ≥ α·t(v) for every row:
 *
 * <pre>p(v) = (1 − β − α)·flow(v) + β·N(v) + α·t(v)</pre>
 *
 * <p>N is a mixture of normal distributions, and t a Student t with ν = 3 degrees of freedom. Both are of whitened rows y:
 *
 * <pre>ln t(y) = ln Γ((ν+L)/2) − ln Γ(ν/2) − L/2·ln(νπ) − (ν+L)/2·ln(1 + |y|²/ν)</pre>
 *
 * @param normal β
 * @param student α
 * @param whitening from v to y, of the dimensions to which columns are lifted
 * @param normals N
 */
public record DefensiveMixture(double normal, double student, Whitening whitening, NormalMixture normals) {
    private static final int FREEDOM = MixtureDefaults.FREEDOM;

    private int dimensions() {
        return whitening.whitened();
    }

    /**
     * ln p(v) of each row [b], in nats.
     *
     * @param logFlow ln flow(v), or an estimate of it [b]
     * @param v lifted columns [b, L]
     */
    public Tensor logProb(Tensor logFlow, Tensor v, Condition condition) {
        Mapped y = whitening.given(condition).forward(v);
        List<Tensor> terms = new ArrayList<>(List.of(logFlow.plus(Math.log(flowShare()))));
        if (normal > 0) {
            terms.add(normals.logProb(y.value()).plus(y.logDet()).plus(Math.log(normal)));
        }
        if (student > 0) {
            terms.add(logStudent(y.value()).plus(y.logDet()).plus(Math.log(student)));
        }
        return LogSum.of(terms.size(), terms::get);
    }

    /** ln t(y) [b], in nats. */
    private Tensor logStudent(Tensor y) {
        int d = dimensions();
        double constant =
                LogGamma.of((FREEDOM + d) / 2.0) - LogGamma.of(FREEDOM / 2.0) - 0.5 * d * Math.log(FREEDOM * Math.PI);
        return y.square()
                .sum(1)
                .dividedBy(FREEDOM)
                .log1p()
                .times(-0.5 * (FREEDOM + d))
                .plus(constant);
    }

    private double flowShare() {
        return 1 - normal - student;
    }

    /** The number of normals that a draw takes beside the normals of the flow. */
    public int noise() {
        return Choice.NORMALS + normals.noise() + FREEDOM;
    }

    /**
     * Draws of p: each is one of the flow, N or t, in proportion to their shares.
     *
     * @param flow [b, L]
     * @param noise N(0, I) [b, {@link #noise}]
     */
    public Tensor sample(Tensor flow, Tensor noise, Condition condition) {
        int ofNormals = Choice.NORMALS + normals.noise();
        Tensor uniform = Choice.uniform(noise.slice(1, 0, Choice.NORMALS));
        Tensor normal = normals.sample(noise.slice(1, Choice.NORMALS, ofNormals));
        Tensor broad = broadcast(uniform.greater(1 - student), flow)
                .select(
                        student(
                                noise.slice(1, Choice.NORMALS, Choice.NORMALS + dimensions()),
                                noise.slice(1, ofNormals, noise())),
                        normal);
        return broadcast(uniform.greater(flowShare()), flow)
                .select(whitening.given(condition).inverse(broad).value(), flow);
    }

    /** z·√(ν/χ²). */
    private static Tensor student(Tensor z, Tensor freedom) {
        Tensor chi = freedom.square().sum(1);
        return z.dividedBy(chi.dividedBy(FREEDOM).sqrt().reshape(z.shape().dim(0), 1));
    }

    private static Tensor broadcast(Tensor each, Tensor rows) {
        return each.reshape(rows.shape().dim(0), 1).broadcast(rows.shape());
    }
}
