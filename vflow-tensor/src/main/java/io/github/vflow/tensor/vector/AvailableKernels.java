package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;

/** What this JVM offers: vector kernels if the incubator module was resolved, else scalar ones and a line that says so. */
public final class AvailableKernels {
    private static final System.Logger LOG = System.getLogger("io.github.vflow");

    private AvailableKernels() {}

    /** Lazily, so that the line is logged once and only where kernels are needed. */
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

    /** The best kernels there are. */
    public static Kernels best() {
        return Holder.KERNELS;
    }
}
