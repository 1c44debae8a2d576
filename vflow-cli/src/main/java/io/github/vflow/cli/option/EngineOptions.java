package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for the engine and its number of threads. */
public final class EngineOptions {
    private static final String USUAL = "vector";

    /** More threads for each processor only wait. */
    private static final int PER_PROCESSOR = 4;

    @Option(
            names = "--engine",
            defaultValue = USUAL,
            paramLabel = "NAME",
            description =
                    "vector (float32, SIMD), reference (float64, slow) or tornado (float32, GPU; see vflow devices)."
                            + " Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads, at most four for each processor; results do not depend on it. Default: one for each processor.")
    @Range(least = 1)
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Engines of devices by name: they cache compiled kernels. */
    private final Map<String, Engine> devices = new HashMap<>();

    /** The number of threads that work at once; one for a device. */
    public int threads() {
        int sensible = Math.min(threads, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        return isDevice(engine) ? 1 : sensible;
    }

    private static boolean isDevice(String name) {
        return !name.equals(USUAL) && !name.equals("reference");
    }

    /** Whether the chosen engine is the one by which models answer in Java. */
    public boolean isUsual() {
        return engine.equals(USUAL);
    }

    /** The name of the chosen engine. */
    public String name() {
        return engine;
    }

    /** The chosen engine, with each program on all threads. */
    public Engine parallel() {
        return parallel(engine);
    }

    /** An engine by name, with each program on all threads. */
    public Engine parallel(String name) {
        return named(name, threads());
    }

    /** The chosen engine, with each program on one thread: for callers that run several programs at once. */
    public Engine sequential() {
        return named(engine, 1);
    }

    /** The engine of {@link #sequential}; for vectors {@link Engines#scalar}, which has the same bits. */
    public Engine unhurried() {
        return isUsual() ? Engines.scalar(1) : sequential();
    }

    /** The source of the GPU's engine, for a user of the command who lacks it; otherwise empty. */
    public static String hint(String name) {
        return name.startsWith("tornado") && Engines.provided().isEmpty()
                ? "; ./vflow adds tornado if TORNADOVM_HOME names a TornadoVM SDK (docs/reference/gpu.md)"
                : "";
    }

    /** An engine by name, with each program on some threads. */
    public Engine named(String name, int n) {
        try {
            return isDevice(name) ? devices.computeIfAbsent(name, _ -> Engines.named(name, n)) : Engines.named(name, n);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--engine: " + e.getMessage() + hint(name));
        }
    }
}
