package io.github.vflow.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.nn.testkit.Seeds;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Elements are dropped in training only, and the mean stays. */
final class DropoutTest {
    private static final long SEED = Seeds.of("DropoutTest");
    private static final double RATE = 0.3;
    private static final Shape SHAPE = Shape.of(100, 100);

    private static String message(double rate) {
        return assertThrows(IllegalArgumentException.class, () -> new Dropout(rate))
                .getMessage();
    }

    @Test
    void theRateIsAProbabilityBelowOne() {
        String message = "Dropout: the rate must be in [0, 1) but is ";
        assertEquals(message + "1.0", message(1));
        assertEquals(message + "-0.1", message(-0.1));
        assertEquals(message + "NaN", message(Double.NaN));
        assertEquals(0, new Dropout(0).rate());
    }

    @Test
    void outsideOfTrainingNothingHappens() {
        Tensor x = new Trace().batch("x", SHAPE);
        assertSame(x, new Dropout(RATE).apply(x, "layer"));
    }

    @Test
    void aRateOfZeroTakesNoMask() {
        Trace t = new Trace();
        Dropout.on(t);
        Tensor x = t.batch("x", SHAPE);
        assertSame(x, new Dropout(0).apply(x, "layer"));
    }

    @Test
    void masksAreInputsThatKeepTheMean() {
        Trace t = new Trace();
        Dropout.Masks masks = Dropout.on(t);
        Tensor x = t.batch("x", SHAPE);
        t.output("y", new Dropout(RATE).apply(x, "first"));
        t.output("z", new Dropout(0.5).apply(x, "second"));
        assertEquals(
                List.of("x", "dropout.first", "dropout.second"),
                List.copyOf(t.program().inputs().keySet()));
        double[] ones = new double[SHAPE.size()];
        Arrays.fill(ones, 1);
        SplittableRandom random = new SplittableRandom(SEED);
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            e.set("x", ones);
            masks.draw(e, random);
            e.run();
            double[] first = read(e, "y");
            assertKept(first, RATE);
            assertKept(read(e, "z"), 0.5);
            e.run();
            assertArrayEquals(first, read(e, "y"), "the same masks until they are drawn again");
            masks.draw(e, random);
            e.run();
            double[] second = read(e, "y");
            assertTrue(!Arrays.equals(first, second), "drawn again");
            assertKept(second, RATE);
        }
    }

    /** The inverse of a step is computed with the masks of the step. */
    @Test
    void aLayerHasOneMask() {
        Trace t = new Trace();
        Dropout.on(t);
        Tensor x = t.batch("x", SHAPE);
        assertEquals(new Dropout(RATE).apply(x, "layer"), new Dropout(RATE).apply(x, "layer"));
        assertNotEquals(new Dropout(RATE).apply(x, "layer"), new Dropout(RATE).apply(x, "other"));
    }

    private static double[] read(Executable e, String name) {
        double[] y = new double[SHAPE.size()];
        e.get(name, y);
        return y;
    }

    private static void assertKept(double[] y, double rate) {
        double kept = (float) (1 / (1 - rate));
        assertTrue(Arrays.stream(y).allMatch(v -> v == 0 || v == kept), "either dropped or scaled");
        double dropped = Arrays.stream(y).filter(v -> v == 0).count() / (double) y.length;
        assertEquals(rate, dropped, 4 * Math.sqrt(rate * (1 - rate) / y.length), "seed " + SEED);
        assertEquals(1, Arrays.stream(y).average().orElseThrow(), 4 * Math.sqrt(rate / (1 - rate) / y.length));
    }
}
