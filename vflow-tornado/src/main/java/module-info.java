/** Runs programs on devices that TornadoVM reaches through OpenCL, PTX or CUDA. */
@org.jspecify.annotations.NullMarked
module io.github.vflow.tornado {
    requires io.github.vflow.tensor;
    requires tornado.api;
    requires static org.jspecify;

    exports io.github.vflow.tornado;

    provides io.github.vflow.tensor.engine.Engine with
            io.github.vflow.tornado.TornadoEngine;
}
