package io.github.vflow.benchmarks.paper;

import io.github.vflow.benchmarks.results.Remaining;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;

/**
 * One training of the toy experiment (VFlow paper, Sec. 5). Its bits depend on these numbers alone.
 *
 * @param dimensions D_X + D_Z of the flow; 2 is Glow, more is VFlow
 * @param steps L in all: p has L steps in Glow; in VFlow p has L − 1 and q has one
 * @param setting how it is trained
 * @param seed of parameters, data and noise
 */
record ToyRun(int dimensions, int steps, Setting setting, long seed) {
    /** D_X. */
    static final int FEATURES = 2;

    ToyRun {
        if (dimensions < FEATURES || steps < 1 || (dimensions > FEATURES && steps < 2)) {
            throw new IllegalArgumentException(
                    "ToyRun: a flow has at least 2 dimensions and 1 step, and a VFlow 2 steps,"
                            + " of which q has one, but got " + dimensions + " dimensions and " + steps
                            + " steps; ask for more");
        }
    }

    boolean isGlow() {
        return dimensions == FEATURES;
    }

    /** Affine couplings with conditioners of 2 × 50, as published; the scale is a sigmoid, as in docs/lab/paper.md#experiments-on-the-toy-model. */
    RowSpec spec() {
        return RowSpec.of(FEATURES, dimensions - FEATURES, isGlow() ? steps : steps - 1)
                .withCoupling(CouplingSpec.Kind.AFFINE_SIGMOID);
    }

    /** The model in words. */
    String model() {
        return isGlow() ? "Glow, " + steps + " steps" : "VFlow, " + dimensions + "-D, " + steps + " steps";
    }

    /** Its work in couplings of rows. */
    Remaining.Job forTime() {
        String kind = (isGlow() ? "Glow" : "VFlow") + ", batch " + setting.batch();
        return new Remaining.Job(kind, (double) steps * setting.batch() * setting.iterations());
    }

    @Override
    public String toString() {
        return model() + ", " + setting + ", seed " + seed;
    }
}
