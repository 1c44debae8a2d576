package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A defensive mixture (Hesterberg, 1995): adds two broad components to a flow, so that p(v) ≥ α·t(v) for every row:
 *
 * <pre>p(v) = (1 − β − α)·flow(v) + β·N(v) + α·t(v)</pre>
 *
 * @param normal β
 * @param student α
 * @param broad N and t, of the dimensions to which columns are lifted
 */
public record DefensiveMixture(double normal, double student, Elliptical broad) {
    /**
     * ln p(v) of each row [b], in nats.
     *
     * @param logFlow ln flow(v), or an estimate of it [b]
     * @param v lifted columns [b, L]
     */
    public Tensor logProb(Tensor logFlow, Tensor v) {
        Tensor distance = broad.distance(v);
        List<Tensor> terms = new ArrayList<>(List.of(logFlow.plus(Math.log(flowShare()))));
        if (normal > 0) {
            terms.add(broad.logNormal(distance).plus(Math.log(normal)));
        }
        if (student > 0) {
            terms.add(broad.logStudent(distance).plus(Math.log(student)));
        }
        return LogSum.of(terms.size(), terms::get);
    }

    private double flowShare() {
        return 1 - normal - student;
    }

    /**
     * Draws of p: each is one of the flow, N or t, in proportion to their shares.
     *
     * @param flow [b, L]
     * @param choice normals [b, {@value Choice#NORMALS}]
     * @param noise normals [b, {@link Elliptical#noise}]
     */
    public Tensor sample(Tensor flow, Tensor choice, Tensor noise) {
        Tensor uniform = Choice.uniform(choice);
        Tensor ofStudent = uniform.greater(1 - student);
        Tensor chosen =
                uniform.greater(flowShare()).reshape(flow.shape().dim(0), 1).broadcast(flow.shape());
        return chosen.select(broad.sample(noise, ofStudent), flow);
    }
}
