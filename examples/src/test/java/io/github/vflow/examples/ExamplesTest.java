package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Every example runs, and shows what it says. */
final class ExamplesTest {
    private static final double FLOAT32 = 1e-4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void anOddRowIsLessLikelyThanAnOrdinaryOne() throws IOException {
        double[] scores = TrainOnRows.run(out, 500);
        assertTrue(scores[0] > scores[1] + 3, "ordinary " + scores[0] + ", odd " + scores[1]);
        assertTrue(bytes.toString(StandardCharsets.UTF_8).contains("columns [celsius, humidity, load]"));
    }

    @Test
    void augmentingLosesNothingAndTrainingGains() {
        double[] nats = TheoremOne.run(out, 2_000);
        assertEquals(nats[0], nats[1], FLOAT32);
        assertTrue(nats[2] > nats[1], "at step 0 " + nats[1] + ", after training " + nats[2]);
    }

    @Test
    void anOwnBijectorObeysTheLawsAndLearns() {
        double[] nats = OwnBijector.run(out, 500);
        assertTrue(nats[1] > nats[0] + 0.02, "before " + nats[0] + ", after " + nats[1]);
    }
}
