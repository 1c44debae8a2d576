package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;

/**
 * Chooses the kernels of this JVM: vector kernels if the incubator module is present, else scalar kernels and a warning in the log.
 */
public final class AvailableKernels {
    private static final System.Logger LOG = System.getLogger("io.github.vflow");

    private AvailableKernels() {}

    /** Loaded at the first use, so that the warning is logged once, and only where kernels are needed. */
    private static final class Holder {
        static final Kernels KERNELS = find();

        private static Kernels find() {
            if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
                return VectorKernels.create();
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the module jdk.incubator.vector is not there, so kernels run one element at a time;"
                            + " add --add-modules jdk.incubator.vector to the java command for full speed");
            return ScalarKernels.create();
        }
    }

    /** The fastest kernels that this JVM can run. Thread-safe. */
    public static Kernels best() {
        return Holder.KERNELS;
    }
}
