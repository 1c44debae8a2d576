/** Flows on rows: bijectors, densities, bounds, training. */
@SuppressWarnings("module") // the modules that some packages are exported to are built after this one
@org.jspecify.annotations.NullMarked
module io.github.vflow.flow {
    requires transitive io.github.vflow.nn;
    requires static transitive org.jspecify;

    exports io.github.vflow.flow;
    exports io.github.vflow.flow.architecture;
    exports io.github.vflow.flow.audit;
    exports io.github.vflow.flow.data;
    exports io.github.vflow.flow.data.toy;
    exports io.github.vflow.flow.evaluation;
    exports io.github.vflow.flow.io;
    exports io.github.vflow.flow.missing;
    exports io.github.vflow.flow.part;
    exports io.github.vflow.flow.spec;
    exports io.github.vflow.flow.spec.column;
    exports io.github.vflow.flow.spec.step;
    exports io.github.vflow.flow.train;
    exports io.github.vflow.flow.train.plan;

    // For our own modules: the implementations of parts, and what nobody needs to build, train and evaluate a flow.
    exports io.github.vflow.flow.data.column to
            io.github.vflow.cli,
            io.github.vflow.image,
            io.github.vflow.table;
    exports io.github.vflow.flow.data.standardization to
            io.github.vflow.serve,
            io.github.vflow.table;
    exports io.github.vflow.flow.defaults to
            io.github.vflow.cli,
            io.github.vflow.table;
    exports io.github.vflow.flow.discrete to
            io.github.vflow.table;
    exports io.github.vflow.flow.distribution to
            io.github.vflow.cli;
    exports io.github.vflow.flow.distribution.mixing to
            io.github.vflow.table;
    exports io.github.vflow.flow.io.json to
            io.github.vflow.table;
    exports io.github.vflow.flow.io.checkpoint to
            io.github.vflow.cli,
            io.github.vflow.table;
    exports io.github.vflow.flow.missing.fill to
            io.github.vflow.table;
    exports io.github.vflow.flow.spec.image to
            io.github.vflow.cli;
    exports io.github.vflow.flow.train.defensive to
            io.github.vflow.table;
    exports io.github.vflow.flow.train.stacking to
            io.github.vflow.table;
    exports io.github.vflow.flow.train.tree to
            io.github.vflow.table;
    exports io.github.vflow.flow.train.step to
            io.github.vflow.cli,
            io.github.vflow.table;
}
