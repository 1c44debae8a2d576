package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.Kernels;

/** The kernels as plain Java loops over one element at a time. They run on any JVM. */
public final class ScalarKernels {
    private ScalarKernels() {}

    /** All of them. They have no state. */
    public static Kernels create() {
        return new Kernels(
                "scalar",
                1,
                new ScalarUnary(),
                new ScalarBinary(),
                new ScalarReductions(),
                new ScalarMovement(),
                new ScalarMatrices(),
                new ScalarAttention(),
                new ScalarWinograd(),
                new ScalarMixture(),
                new ScalarRandom());
    }
}
