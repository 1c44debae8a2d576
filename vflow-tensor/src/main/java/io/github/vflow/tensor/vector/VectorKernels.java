package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.vector.attention.VectorAttention;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.matrix.VectorMatrices;
import io.github.vflow.tensor.vector.mixture.VectorMixture;

/** The kernels with the Vector API. Loading this class needs the module jdk.incubator.vector. */
public final class VectorKernels {
    private VectorKernels() {}

    /** The kernels at the lane width that this machine prefers. */
    public static Kernels create() {
        return new Kernels(
                "Vector API, " + Lanes.F.vectorBitSize() + " bits",
                Lanes.N,
                new VectorUnary(),
                new VectorBinary(),
                new VectorReductions(),
                new VectorMovement(),
                new VectorMatrices(),
                new VectorAttention(),
                new VectorWinograd(),
                new VectorMixture(),
                new VectorRandom());
    }
}
