/** Densities of tables: the door for users with rows. */
@SuppressWarnings({"requires-automatic", "module"
}) // Hardwood has no descriptor; the command is built after this module
@org.jspecify.annotations.NullMarked
module io.github.vflow.table {
    requires transitive io.github.vflow.flow;
    requires de.siegmar.fastcsv;
    requires static dev.hardwood.core;
    requires static transitive java.sql;
    requires static transitive org.jspecify;

    exports io.github.vflow.table;
    exports io.github.vflow.table.apply;
    exports io.github.vflow.table.data;
    exports io.github.vflow.table.drift;
    exports io.github.vflow.table.fit;
    exports io.github.vflow.table.report;
    exports io.github.vflow.table.schema;
    exports io.github.vflow.table.source;
    exports io.github.vflow.table.verdict;
    exports io.github.vflow.table.view;

    // For our own modules: the work of a training, numbers as text.
    exports io.github.vflow.table.defaults to
            io.github.vflow.cli,
            io.github.vflow.serve;
    exports io.github.vflow.table.plan to
            io.github.vflow.cli;
    exports io.github.vflow.table.training to
            io.github.vflow.cli,
            io.github.vflow.spark;
    exports io.github.vflow.table.source.text to
            io.github.vflow.cli,
            io.github.vflow.serve;
}
