package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a small model as JSON and as text. */
final class AuditTest {
    private static final List<String> LAWS =
            List.of("round_trip", "log_det_gradient", "log_det_differences", "inverse_log_det");

    @TempDir
    Path dir;

    /** The text is written from the report, not from the JSON. */
    private static void assertShown(JsonNode number, String text) {
        String digits = String.format(Locale.ROOT, "%.1e", number.doubleValue());
        assertTrue(text.contains(digits), digits + " is not in " + text);
    }

    @Test
    void theAuditIsOneObject() throws IOException {
        Path model = dir.resolve("small.safetensors");
        Run.vflow(
                        "experiment",
                        "moons",
                        "--augment",
                        0,
                        "--flow-steps",
                        1,
                        "--hidden",
                        4,
                        "--steps",
                        20,
                        "--out",
                        model)
                .ok();
        Run run = Run.vflow("audit", model, "--grid", 100, "--json");
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
        String shown = Run.vflow("audit", model, "--grid", 100).out();
        assertTrue(shown.contains(layer.path("layer").stringValue()), shown);
        assertShown(json.path("float32_error"), shown);
        json.path("layers").items().forEach(l -> LAWS.forEach(law -> assertShown(l.path(law), shown)));
    }
}
