package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Engines as a user meets them where there is no GPU engine. */
final class EnginesTest {
    private static final String MISSING =
            "no engine \"tornado\" here; there are reference, vector; others come with a module that provides them; ./vflow adds"
                    + " tornado if TORNADOVM_HOME names a TornadoVM SDK (docs/reference/gpu.md)";

    @Test
    void anEngineThatIsNotThereExplainsItself() {
        String line =
                Run.vflow("experiment", "checkerboard", "--engine", "tornado").failure(2);
        assertTrue(line.startsWith("vflow: --engine: " + MISSING), line);
        String device = Run.vflow("experiment", "checkerboard", "--engine", "tornado:0:1")
                .failure(2);
        assertTrue(device.contains("no engine \"tornado:0:1\" here"), device);
    }
}
