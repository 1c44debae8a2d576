package io.github.vflow.tensor.run;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds engines by name: {@code reference}, {@code vector}, and the engines of other modules. Thread-safe. */
public final class Engines {
    private Engines() {}

    /** The oracle: double precision, one plain loop for each operation. */
    public static Engine reference() {
        return new ReferenceEngine();
    }

    /**
     * The default engine: float32, vectors, several threads. It starts at most four threads for each processor. Results do not
     * depend on their number. Threads start with the first run that needs them. They end when the executable is closed, or when
     * nothing reaches it any more.
     *
     * @throws IllegalArgumentException if the number is below one
     */
    public static Engine vector(int threads) {
        return new VectorEngine(AvailableKernels.best(), threads);
    }

    /**
     * The default engine without vectors: the same bits, one element at a time. A JVM that runs a program only a few times ends sooner with it,
     * since it compiles no kernels of vectors.
     *
     * @throws IllegalArgumentException if the number of threads is below one
     */
    public static Engine scalar(int threads) {
        return new VectorEngine(ScalarKernels.create(), threads);
    }

    /** The default engine with a thread for each processor. */
    public static Engine fastest() {
        return vector(Runtime.getRuntime().availableProcessors());
    }

    /** The engines of other modules, whether or not they can run on this machine. */
    public static List<Engine> provided() {
        return ServiceLoader.load(Engine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * The engine of a name. A name with a colon chooses a device of the engine.
     *
     * @param threads as for {@link #vector}; other engines ignore it
     * @throws IllegalArgumentException if there is no such engine or device, or if it cannot run; the message says why
     */
    public static Engine named(String name, int threads) {
        return switch (name) {
            case "reference" -> reference();
            case "vector" -> vector(threads);
            default -> provided(name);
        };
    }

    private static Engine provided(String name) {
        int colon = name.indexOf(':');
        String family = colon < 0 ? name : name.substring(0, colon);
        Engine engine = provided().stream()
                .filter(e -> e.name().equals(family))
                .findFirst()
                .orElseThrow(() -> unknown(name));
        engine.missing().ifPresent(why -> {
            throw new IllegalArgumentException("engine \"" + family + "\" cannot run here: " + why);
        });
        return colon < 0
                ? engine
                : engine.devices().stream()
                        .filter(e -> e.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "no device \"" + name + "\" here; there are " + names(engine.devices())));
    }

    private static IllegalArgumentException unknown(String name) {
        String others = provided().isEmpty() ? "" : ", " + names(provided());
        return new IllegalArgumentException("no engine \"" + name + "\" here; there are reference, vector" + others
                + "; others come with a module that provides them");
    }

    private static String names(List<Engine> engines) {
        return engines.stream().map(Engine::name).collect(Collectors.joining(", "));
    }
}
