package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.fit.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs, and shows what it says. */
final class ExamplesTest {
    private static final double FLOAT32 = 1e-4;
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final Recipe SHORT = Recipe.standard().withSteps(NIGHTLY ? 300 : 150);
    /** One model without alarms, which are not what these examples show. */
    private static final Recipe ONE_MODEL = SHORT.withNoise(0.0).withCalibration(0);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void anOddRowIsAnAlarmAndAnOrdinaryOneIsNot() throws IOException {
        double[] pValues = FitATable.run(out, SHORT);
        assertTrue(pValues[0] > 0.1 && pValues[1] <= 0.01, "ordinary " + pValues[0] + ", odd " + pValues[1]);
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("humidity is 25"), text);
        assertTrue(text.contains("columns [celsius, humidity, load]"), text);
    }

    @Test
    void treesAreReadFilledWatchedAndReported(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("trees.html");
        double height = Trees.run(out, some(folder), NIGHTLY ? SHORT : SHORT.withCalibration(0.3), page);
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(height > 13 && height < 17, text);
        assertTrue(text.contains("drift at row ") && text.contains("height since about row "), text);
        assertTrue(Files.readString(page).contains("Model report"));
    }

    /** By day a third of the trees, of which a part calibrates: else five more models would be trained. */
    private static Path some(Path folder) throws IOException {
        Path all = Path.of("trees.csv");
        return NIGHTLY
                ? all
                : Files.write(
                        folder.resolve("trees.csv"), Files.readAllLines(all).subList(0, 401));
    }

    @Test
    void humidityFallsWithTheTemperature() {
        double[] humidity = Conditional.run(out, ONE_MODEL);
        assertEquals(49, humidity[0], 1);
        assertEquals(33, humidity[1], 1);
    }

    @Test
    void augmentingLosesNothingAndTrainingGains() {
        double[] nats = TheoremOne.run(out, 2_000);
        assertEquals(nats[0], nats[1], FLOAT32);
        assertTrue(nats[2] > nats[1], "at step 0 " + nats[1] + ", after training " + nats[2]);
    }

    @Test
    void ownPartsAreCheckedAndTrained() {
        double[] nats = OwnParts.run(out, NIGHTLY ? 3_000 : 300);
        assertTrue(nats[1] > nats[0] + 0.1, "before " + nats[0] + ", after " + nats[1]);
        assertTrue(nats[2] != 0, "the base is trained");
    }

    @Test
    void anOwnObjectiveIsMinimised() {
        double[] squares = OwnObjective.run(out, ONE_MODEL);
        assertTrue(
                squares[1] < 0.9 * squares[0],
                "Σ θ² is " + squares[1] + " with the penalty, " + squares[0] + " without");
    }
}
