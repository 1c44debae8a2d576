/** Symbolic tensors, programs and their gradients, and the engines that run them. */
@SuppressWarnings("module") // the modules that some packages are exported to are built after this one
@org.jspecify.annotations.NullMarked
module io.github.vflow.tensor {
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports io.github.vflow.tensor;
    exports io.github.vflow.tensor.engine;
    exports io.github.vflow.tensor.run;
    exports io.github.vflow.tensor.shape;

    // For our own modules.
    exports io.github.vflow.tensor.autodiff to
            io.github.vflow.cli,
            io.github.vflow.flow,
            io.github.vflow.nn;
    exports io.github.vflow.tensor.engine.spi to
            io.github.vflow.flow,
            io.github.vflow.table,
            io.github.vflow.tornado;
    exports io.github.vflow.tensor.exact to
            io.github.vflow.flow,
            io.github.vflow.nn;
    exports io.github.vflow.tensor.execution to
            io.github.vflow.flow;
    exports io.github.vflow.tensor.ir to
            io.github.vflow.cli,
            io.github.vflow.flow,
            io.github.vflow.tornado;
    exports io.github.vflow.tensor.plan to
            io.github.vflow.flow,
            io.github.vflow.tornado;
    exports io.github.vflow.tensor.random to
            io.github.vflow.cli,
            io.github.vflow.flow,
            io.github.vflow.nn,
            io.github.vflow.table;
    exports io.github.vflow.tensor.shape.check to
            io.github.vflow.flow,
            io.github.vflow.nn;

    uses io.github.vflow.tensor.engine.Engine;
}
