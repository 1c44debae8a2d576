/** Flows on rows: bijectors, densities, bounds, training. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.flow {
    requires transitive io.github.vflow.nn;
    requires static transitive org.jspecify;

    exports io.github.vflow.flow;
    exports io.github.vflow.flow.architecture;
    exports io.github.vflow.flow.audit;
    exports io.github.vflow.flow.bijector;
    exports io.github.vflow.flow.bijector.autoregressive;
    exports io.github.vflow.flow.bijector.image;
    exports io.github.vflow.flow.data;
    exports io.github.vflow.flow.distribution;
    exports io.github.vflow.flow.evaluation;
    exports io.github.vflow.flow.io;
    exports io.github.vflow.flow.map;
    exports io.github.vflow.flow.missing;
    exports io.github.vflow.flow.spec;
    exports io.github.vflow.flow.spec.column;
    exports io.github.vflow.flow.spec.image;
    exports io.github.vflow.flow.spec.step;
    exports io.github.vflow.flow.surjection;
    exports io.github.vflow.flow.train;
    exports io.github.vflow.flow.transformer;
}
