/** Named parameters, layers, optimisers and model files. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.nn {
    requires transitive io.github.vflow.tensor;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;

    exports io.github.vflow.nn;
    exports io.github.vflow.nn.init;
    exports io.github.vflow.nn.io;
    exports io.github.vflow.nn.layer;
    exports io.github.vflow.nn.optim;
}
