package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.Recipe;
import io.github.vflow.table.TableModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Every example runs, and shows what it says. */
final class ExamplesTest {
    private static final double FLOAT32 = 1e-4;
    private static final Recipe SHORT = Recipe.standard().withSteps(600);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void anOddRowIsBelowTheAlarmAndAnOrdinaryOneAbove() throws IOException {
        double[] nats = FitATable.run(out, SHORT);
        assertTrue(
                nats[0] > nats[2] && nats[1] < nats[2],
                "ordinary " + nats[0] + ", odd " + nats[1] + ", alarm " + nats[2]);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("columns [celsius, humidity, load]"));
    }

    @Test
    void humidityFallsWithTheTemperature() {
        double[] humidity = Conditional.run(out, SHORT);
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
    void anOwnStepIsSavedAndLoadedByName() throws IOException {
        double[] nats = OwnStep.run(out, SHORT);
        assertEquals(nats[0], nats[1]);
    }

    /** Quadrature along one column: the mass of a model does not depend on what its base is. */
    @Test
    void anOwnBaseIsTrained() {
        TableModel model = OwnBase.run(out, SHORT);
        float[] tails =
                model.model().parameters().get(model.model().parameters().named("member.0.custom.tails.t"));
        assertTrue(tails[0] != 0 && tails[1] != 0 && tails[2] != 0);
    }

    @Test
    void anOwnObjectiveIsMinimised() {
        double[] squares = OwnObjective.run(out, SHORT);
        assertTrue(
                squares[1] < 0.9 * squares[0],
                "Σ θ² is " + squares[1] + " with the penalty, " + squares[0] + " without");
    }
}
