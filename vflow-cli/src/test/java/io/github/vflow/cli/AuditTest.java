package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a small model as JSON and as a page. */
final class AuditTest {
    @TempDir
    Path dir;

    @Test
    void theAuditIsOneObjectAndOnePage() throws IOException {
        Path model = dir.resolve("small.safetensors");
        Path page = dir.resolve("audit.html");
        Run.vflow("train", "moons", "--augment", 0, "--flow-steps", 1, "--hidden", 4, "--steps", 20, "--out", model)
                .ok();
        Run run = Run.vflow("audit", model, "--grid", 100, "--html", page, "--json");
        JsonNode json = run.json();
        assertEquals("small.safetensors", json.path("model").stringValue());
        assertEquals(run.code() == 0, json.path("passed").booleanValue());
        assertEquals(run.code() == 0, json.path("findings").isEmpty());
        assertEquals(0, json.path("leaked_mass").doubleValue());
        assertTrue(
                json.path("mass").isNumber() && json.path("mass_standard_error").isNumber(), json.toString());
        assertTrue(json.path("float32_error").doubleValue() < 1e-2, json.toString());
        JsonNode layer = json.path("layers").get(0);
        for (String law : new String[] {"round_trip", "log_det_gradient", "log_det_differences", "inverse_log_det"}) {
            assertTrue(layer.path(law).doubleValue() < 1e-3 && layer.path(law).isNumber(), layer.toString());
        }
        String html = Files.readString(page);
        assertTrue(html.startsWith("<!DOCTYPE html>") && html.contains("<h1>Audit of small.safetensors</h1>"), html);
        assertTrue(html.contains("<td>" + layer.path("layer").stringValue() + "</td>"), html);
        assertFalse(html.contains("{" + "rows}") || html.contains("{model}"), html);
    }
}
