package io.github.vflow.table.training;

import io.github.vflow.flow.audit.BijectorAudit;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.random.Purpose;

/** Checks steps that a program brings along against the laws of bijectors, once, before they are trained. */
final class CustomStepAudit {
    private static final int POINTS = 16;

    /** In double; the Jacobian by differences has about this error. */
    private static final double TOLERANCE = 1e-6;

    private CustomStepAudit() {}

    /**
     * Audits each custom step at random points.
     *
     * @throws IllegalArgumentException if a step breaks a law; the message has the errors
     */
    static void require(RowSpec spec, long seed) {
        spec.custom().steps().forEach((name, factory) -> audit(name, factory, spec.dimensions(), seed));
    }

    private static void audit(String name, CustomParts.Factory<Bijector> factory, int d, long seed) {
        Parameters parameters = new Parameters();
        Bijector step = factory.of(parameters.scope(), d);
        parameters.initialise(seed);
        float[] noise = new float[POINTS * d];
        Purpose.LAYER_AUDIT.stream(seed).normal(0, noise);
        double[][] points = new double[POINTS][d];
        for (int i = 0; i < noise.length; i++) {
            points[i / d][i % d] = noise[i];
        }
        BijectorAudit.Laws laws = BijectorAudit.of(step, parameters, points);
        if (!laws.within(TOLERANCE)) {
            throw new IllegalArgumentException("fit: step \"" + name
                    + "\" must obey the laws of bijectors within " + TOLERANCE + " but the errors are "
                    + laws
                    + "; correct its inverse or its log-determinant");
        }
    }
}
