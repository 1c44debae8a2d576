package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for the engine and its number of threads. */
public final class EngineOptions {
    private static final String USUAL = "vector";

    @Option(
            names = "--engine",
            defaultValue = USUAL,
            paramLabel = "NAME",
            description =
                    "vector (float32, SIMD), reference (float64, slow) or tornado (float32, GPU; see vflow devices)."
                            + " Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Mixin
    private ThreadOptions threads;

    /** The engine of a device: it caches compiled kernels. */
    private @Nullable Engine device;

    /** The number of threads that work at once; one for a device. */
    public int threads() {
        return isDevice(engine) ? 1 : threads.threads();
    }

    private static boolean isDevice(String name) {
        return !name.equals(USUAL) && !name.equals("reference");
    }

    /** Whether the chosen engine is the one by which models answer in Java. */
    public boolean isUsual() {
        return engine.equals(USUAL);
    }

    /** The chosen engine, with each program on all threads. */
    public Engine parallel() {
        return of(threads());
    }

    /** The chosen engine, with each program on one thread: for callers that run several programs at once. */
    public Engine sequential() {
        return of(1);
    }

    /** The engine of {@link #sequential}; for vectors {@link Engines#scalar}, which has the same bits. */
    public Engine unhurried() {
        return isUsual() ? Engines.scalar(1) : sequential();
    }

    /** The source of the GPU's engine, for a user of the command who lacks it; otherwise empty. */
    static String hint(String name) {
        return name.startsWith("tornado") && Engines.provided().isEmpty()
                ? "; ./vflow adds tornado if TORNADOVM_HOME names a TornadoVM SDK (docs/reference/gpu.md)"
                : "";
    }

    private Engine of(int n) {
        try {
            Engine chosen = device != null ? device : Engines.named(engine, n);
            device = isDevice(engine) ? chosen : null;
            return chosen;
        } catch (IllegalArgumentException e) {
            throw new UsageException("--engine: " + e.getMessage() + hint(engine));
        }
    }
}
