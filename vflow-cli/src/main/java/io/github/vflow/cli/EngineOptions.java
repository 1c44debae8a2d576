package io.github.vflow.cli;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import picocli.CommandLine.Option;

/** Which engine computes, and on how many threads. */
final class EngineOptions {
    @Option(
            names = "--engine",
            defaultValue = "vector",
            paramLabel = "NAME",
            description = "vector (float32, SIMD) or reference (float64, slow). Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use; results do not depend on it. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    int threads() {
        if (threads < 1) {
            throw new IllegalArgumentException("--threads must be at least 1 but is " + threads);
        }
        return threads;
    }

    /** An engine whose programs run on all threads. */
    Engine wide() {
        return Engines.named(engine, threads());
    }

    /** An engine whose programs run on one thread: for work that is done on several at once. */
    Engine narrow() {
        return Engines.named(engine, 1);
    }
}
