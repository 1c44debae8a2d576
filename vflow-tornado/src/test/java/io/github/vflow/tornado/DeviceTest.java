package io.github.vflow.tornado;

import io.github.vflow.tensor.engine.Engine;

/** Every kernel on the device; skipped, with the reason, where there is none. */
final class DeviceTest extends EngineContract {
    @Override
    Engine engine() {
        return OnDevice.engine();
    }
}
