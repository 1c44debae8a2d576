package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    @TempDir
    Path dir;

    @Test
    void bothModelsAreTrainedTestedAndDrawn() throws IOException {
        Path out = dir.resolve("demo");
        Run run = Run.vflow("demo", "--steps", 300, "--out", out).ok();
        assertTrue(run.out().contains("Glow, 5 steps") && run.out().contains("VFlow, 5 steps, 10-D"), run.out());
        assertTrue(run.out().contains("13,800") && run.out().contains("17,308"), run.out());
        assertTrue(run.out().contains("−3.4657"), run.out());
        assertTrue(run.out().contains(out.toString()), run.out());
        JsonNode results = JsonNode.of(Files.readString(out.resolve("results.json")));
        assertEquals(2, results.path("models").size());
        assertTrue(ImageIO.read(out.resolve("densities.png").toFile()).getWidth() > 1_000);
        JsonNode evaluated = Run.vflow(
                        "evaluate", out.resolve("vflow.safetensors"), "checkerboard", "--rows", 500, "--json")
                .ok()
                .json();
        assertTrue(evaluated.path("log_likelihood").doubleValue() > -6, evaluated.toString());
    }

    @Test
    void jsonIsOneObject() {
        JsonNode json = Run.vflow("demo", "--steps", 20, "--out", dir.resolve("d"), "--threads", 1, "--json")
                .ok()
                .json();
        assertEquals(20, json.path("steps").intValue());
        assertEquals(-Math.log(32), json.path("bound").doubleValue(), 1e-12);
        assertEquals(1, json.path("seed").intValue());
        assertEquals(13_800, json.path("models").get(0).path("parameters").intValue());
        assertEquals(17_308, json.path("models").get(1).path("parameters").intValue());
        for (String name : new String[] {"glow", "vflow"}) {
            JsonNode model = json.path("models").get(name.equals("glow") ? 0 : 1);
            double seconds = model.path("seconds").doubleValue();
            assertEquals(1e6 * seconds / 20, model.path("micros_per_step").doubleValue(), 1e-3);
            Path file = dir.resolve("d").resolve(name + ".safetensors");
            JsonNode fresh = Run.vflow("evaluate", file, "checkerboard", "--samples", 100, "--seed", 77, "--json")
                    .ok()
                    .json();
            double error = model.path("standard_error").doubleValue();
            assertEquals(
                    fresh.path("log_likelihood").doubleValue(),
                    model.path("log_likelihood").doubleValue(),
                    4 * error);
            double perRow = fresh.path("log_likelihood_standard_error").doubleValue() * Math.sqrt(10_000);
            assertEquals(1, error * Math.sqrt(1_000) / perRow, 0.09, "error of a mean of 1,000 points");
        }
    }

    @Test
    void stepsMustBePositive() {
        assertTrue(Run.vflow("demo", "--steps", 0, "--out", dir.resolve("d"))
                .failure(2)
                .contains("--steps"));
    }
}
