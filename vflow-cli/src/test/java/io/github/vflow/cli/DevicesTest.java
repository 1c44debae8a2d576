package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Engines as a user meets them where there is no GPU engine. */
final class DevicesTest {
    private static final String MISSING =
            "no engine \"tornado\" here; there are reference, vector; others come with a module that provides them; ./vflow adds"
                    + " tornado if TORNADOVM_HOME names a TornadoVM SDK (docs/reference/gpu.md)";

    @Test
    void enginesComputeAndWhatIsMissingIsSaid() {
        JsonNode json = Run.vflow("devices", "--json").ok().json();
        assertTrue(json.path("passed").booleanValue());
        JsonNode engines = json.path("engines");
        assertEquals(3, engines.size());
        assertEquals("reference", engines.get(0).path("name").stringValue());
        assertEquals(0, engines.get(0).path("error").doubleValue());
        assertEquals("vector", engines.get(1).path("name").stringValue());
        assertTrue(engines.get(1).path("error").doubleValue() < 1e-5);
        assertEquals("tornado", engines.get(2).path("name").stringValue());
        assertEquals(MISSING, engines.get(2).path("missing").stringValue());
        String said = Run.vflow("devices").ok().out();
        assertTrue(said.startsWith("reference ") && said.contains("\nvector "), said);
        assertTrue(said.endsWith("\ntornado      " + MISSING + "\n"), said);
    }

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
