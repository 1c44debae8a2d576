/** Models of tables in production: a service over HTTP, and meters. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic", "module"
}) // Micrometer has no descriptor; the command is built after this module
@org.jspecify.annotations.NullMarked
module io.github.vflow.serve {
    requires de.siegmar.fastcsv;
    requires transitive io.github.vflow.table;
    requires jdk.httpserver;
    requires transitive micrometer.core;
    requires micrometer.registry.prometheus;
    requires static transitive org.jspecify;

    exports io.github.vflow.serve;

    // For the command.
    exports io.github.vflow.serve.exchange to
            io.github.vflow.cli;
    exports io.github.vflow.serve.http to
            io.github.vflow.cli;
    exports io.github.vflow.serve.model to
            io.github.vflow.cli;
}
