package io.github.vflow.cli.option;

import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which engine computes, and on how many threads. */
public final class EngineOptions {
    private static final OptionRange THREADS = OptionRange.from("--threads", 1);

    /** More would only wait for a processor. */
    private static final int PER_PROCESSOR = 4;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--engine",
            defaultValue = "vector",
            paramLabel = "NAME",
            description =
                    "vector (float32, SIMD), reference (float64, slow) or tornado (float32, GPU; see vflow devices)."
                            + " Default: ${DEFAULT-VALUE}.")
    private String engine;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads to use, four for each processor at most; results do not depend on it. Default: one for each.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** Kept, since they keep what they have compiled. */
    private final Map<String, Engine> devices = new HashMap<>();

    /** How many works can be done at once; on a device, one. */
    public int threads() {
        THREADS.check(spec, threads);
        int sensible = Math.min(threads, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
        return isDevice(engine) ? 1 : sensible;
    }

    private static boolean isDevice(String name) {
        return !name.equals("vector") && !name.equals("reference");
    }

    public String name() {
        return engine;
    }

    /** An engine whose programs run on all threads. */
    public Engine wide() {
        return wide(engine);
    }

    /** Another engine on all threads. */
    public Engine wide(String name) {
        return named(name, threads());
    }

    /** An engine whose programs run on one thread: for work that is done on several at once. */
    public Engine narrow() {
        return named(engine, 1);
    }

    private Engine named(String name, int n) {
        try {
            return isDevice(name) ? devices.computeIfAbsent(name, _ -> Engines.named(name, n)) : Engines.named(name, n);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--engine: " + e.getMessage(), e);
        }
    }
}
