package io.github.vflow.tensor.run;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.reference.ReferenceEngine;
import java.util.List;
import java.util.ServiceLoader;

/** Finds engines by name: {@code reference}, {@code vector}, and those that other modules provide. */
public final class Engines {
    private Engines() {}

    /** The oracle, in double precision. */
    public static Engine reference() {
        return new ReferenceEngine();
    }

    /** The default engine with a number of threads. */
    public static Engine vector(int threads) {
        return new VectorEngine(Machine.kernels(), threads);
    }

    /** The default engine on all processors. */
    public static Engine fastest() {
        return vector(Runtime.getRuntime().availableProcessors());
    }

    /**
     * The engine of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Engine named(String name, int threads) {
        return switch (name) {
            case "reference" -> reference();
            case "vector" -> vector(threads);
            default ->
                provided().stream()
                        .filter(e -> e.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "no engine \"" + name + "\" here; there are reference, vector"
                                        + (provided().isEmpty()
                                                ? ""
                                                : ", "
                                                        + provided().stream()
                                                                .map(Engine::name)
                                                                .toList())
                                        + "; others come with a module that provides them"));
        };
    }

    private static List<Engine> provided() {
        return ServiceLoader.load(Engine.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
