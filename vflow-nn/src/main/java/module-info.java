/** Named parameters, layers, optimisers and model files. */
@SuppressWarnings("module") // the modules that a package is exported to are built after this one
@org.jspecify.annotations.NullMarked
module io.github.vflow.nn {
    requires transitive io.github.vflow.tensor;
    requires tools.jackson.core;
    requires static transitive org.jspecify;

    exports io.github.vflow.nn;
    exports io.github.vflow.nn.init;
    exports io.github.vflow.nn.io;
    exports io.github.vflow.nn.layer;
    exports io.github.vflow.nn.optim;

    // For our own modules.
    exports io.github.vflow.nn.file to
            io.github.vflow.cli,
            io.github.vflow.flow,
            io.github.vflow.image,
            io.github.vflow.table;
    exports io.github.vflow.nn.init.data to
            io.github.vflow.flow;
    exports io.github.vflow.nn.json to
            io.github.vflow.cli,
            io.github.vflow.flow,
            io.github.vflow.serve,
            io.github.vflow.table;
    exports io.github.vflow.nn.layer.image to
            io.github.vflow.flow;
    exports io.github.vflow.nn.layer.norm to
            io.github.vflow.flow;
    exports io.github.vflow.nn.layer.patch to
            io.github.vflow.flow;
    exports io.github.vflow.nn.layer.residual to
            io.github.vflow.flow;
    exports io.github.vflow.nn.optim.step to
            io.github.vflow.flow;
}
