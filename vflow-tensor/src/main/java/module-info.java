/** Symbolic tensors, programs and their gradients, and the engines that run them. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.tensor {
    requires jdk.incubator.vector;
    requires ejml.core;
    requires ejml.ddense;
    requires static transitive org.jspecify;

    exports io.github.vflow.tensor;
    exports io.github.vflow.tensor.autodiff;
    exports io.github.vflow.tensor.engine;
    exports io.github.vflow.tensor.ir;
    exports io.github.vflow.tensor.kernel;
    exports io.github.vflow.tensor.plan;
    exports io.github.vflow.tensor.random;
    exports io.github.vflow.tensor.reference;
    exports io.github.vflow.tensor.run;

    uses io.github.vflow.tensor.engine.Engine;
}
