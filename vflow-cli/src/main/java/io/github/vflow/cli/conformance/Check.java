package io.github.vflow.cli.conformance;

import io.github.vflow.tensor.engine.Engine;
import java.util.function.BiConsumer;

/** Computes some of the numbers that a fixture expects, by name, if the fixture has the inputs. */
@FunctionalInterface
interface Check {
    void run(Fixture f, Engine engine, BiConsumer<String, double[]> sink);
}
