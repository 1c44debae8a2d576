/** Symbolic tensors, programs and their gradients, and the engines that run them. */
@SuppressWarnings("module") // the modules that some packages are exported to are built after this one
@org.jspecify.annotations.NullMarked
module io.github.vflow.tensor {
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports io.github.vflow.tensor;
    exports io.github.vflow.tensor.autodiff;
    exports io.github.vflow.tensor.engine;
    exports io.github.vflow.tensor.ir;
    exports io.github.vflow.tensor.random;
    exports io.github.vflow.tensor.run;

    // Small exact algebra and memory plans, for our own modules.
    exports io.github.vflow.tensor.exact to
            io.github.vflow.flow,
            io.github.vflow.nn;
    exports io.github.vflow.tensor.plan to
            io.github.vflow.flow,
            io.github.vflow.tornado;

    uses io.github.vflow.tensor.engine.Engine;
}
