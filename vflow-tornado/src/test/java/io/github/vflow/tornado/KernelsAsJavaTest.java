package io.github.vflow.tornado;

import io.github.vflow.tensor.engine.Engine;

/** Every kernel without barriers, on any machine. */
final class KernelsAsJavaTest extends EngineContract {
    private final Engine engine = new JavaEngine();

    @Override
    Engine engine() {
        return engine;
    }
}
