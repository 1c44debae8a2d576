/** Runs programs on devices that TornadoVM reaches through OpenCL, PTX or CUDA. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.tornado {
    requires io.github.vflow.tensor;
    // There where the JVM was started with the options of TornadoVM's SDK; the engine says so where not.
    requires static tornado.api;
    requires static org.jspecify;

    // TornadoVM compiles the methods there.
    opens io.github.vflow.tornado.kernel;

    provides io.github.vflow.tensor.engine.Engine with
            io.github.vflow.tornado.TornadoEngine;
}
