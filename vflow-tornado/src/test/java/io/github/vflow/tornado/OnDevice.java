package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.tensor.engine.Engine;

/** The engine on this machine's device, one for all tests, so that kernels are compiled once. */
final class OnDevice {
    private static final Engine ENGINE = new TornadoEngine();

    private OnDevice() {}

    /** The engine; a test is skipped, with the reason, where there is no device. */
    static Engine engine() {
        assumeTrue(
                ENGINE.missing().isEmpty(),
                () -> "no device: " + ENGINE.missing().orElseThrow());
        return ENGINE;
    }
}
