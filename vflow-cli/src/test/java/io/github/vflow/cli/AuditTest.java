package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a small model as JSON and as a page. */
final class AuditTest {
    private static final List<String> LAWS =
            List.of("round_trip", "log_det_gradient", "log_det_differences", "inverse_log_det");

    @TempDir
    Path dir;

    /** Page and text are written from the report, not from the JSON. */
    private static void assertShown(JsonNode number, String html, String text) {
        String digits = String.format(Locale.ROOT, "%.1e", number.doubleValue());
        assertTrue(
                html.contains(digits) && text.contains(digits), digits + " is neither in " + text + " nor in " + html);
    }

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
        assertEquals(1, json.path("mass").doubleValue(), 0.01, "by quadrature");
        assertEquals(0, json.path("mass_standard_error").doubleValue(), "of a quadrature");
        assertTrue(json.path("float32_error").doubleValue() < 1e-2, json.toString());
        JsonNode layer = json.path("layers").get(0);
        for (String law : LAWS) {
            assertTrue(layer.path(law).doubleValue() < 1e-3 && layer.path(law).isNumber(), layer.toString());
        }
        String html = Files.readString(page);
        assertTrue(html.startsWith("<!DOCTYPE html>") && html.contains("<h1>Audit of small.safetensors</h1>"), html);
        assertTrue(html.contains("<td>" + layer.path("layer").stringValue() + "</td>"), html);
        String shown = Run.vflow("audit", model, "--grid", 100).out();
        assertShown(json.path("float32_error"), html, shown);
        json.path("layers").items().forEach(l -> LAWS.forEach(law -> assertShown(l.path(law), html, shown)));
        assertFalse(html.contains("{" + "rows}") || html.contains("{model}"), html);
    }
}
