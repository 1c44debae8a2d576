package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.tensor.engine.Engine;
import org.junit.jupiter.api.BeforeAll;

/** Every kernel on the device; skipped, with the reason, where there is none. */
final class DeviceTest extends EngineContract {
    private static final Engine ENGINE = new TornadoEngine();

    @BeforeAll
    static void needsADevice() {
        assumeTrue(
                ENGINE.missing().isEmpty(),
                () -> "no device: " + ENGINE.missing().orElseThrow());
    }

    @Override
    Engine engine() {
        return ENGINE;
    }
}
