package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A state names what is not finite in it, and keeps the best parameters. */
final class TrainingStateTest {
    private final Parameters parameters = new Parameters();

    TrainingStateTest() {
        parameters.scope().parameter("w", Shape.of(2), Initializer.zeros());
    }

    private static TrainingState state(float[] p, float[] m, float[] v, float[] ema) {
        return new TrainingState(4, p, m, v, ema, null, Double.NEGATIVE_INFINITY, 0, Set.of(), new float[0]);
    }

    @Test
    void whatIsNotFiniteIsNamed() {
        float[] good = {1, 2};
        float[] bad = {1, Float.NaN};
        String where = "parameter \"w\" has NaN at index 1";
        assertEquals(Optional.empty(), state(good, good, good, good).notFinite(parameters));
        assertEquals(Optional.of(where), state(bad, bad, good, good).notFinite(parameters));
        assertEquals(
                Optional.of("the first moment of " + where),
                state(good, bad, bad, good).notFinite(parameters));
        assertEquals(
                Optional.of("the second moment of " + where),
                state(good, good, bad, bad).notFinite(parameters));
        assertEquals(
                Optional.of("the moving average of " + where),
                state(good, good, good, bad).notFinite(parameters));
    }

    /** An evaluation that is as good as the best is no better. */
    @Test
    void theFirstOfEquallyGoodParametersAreKept() {
        float[] first = {1, 2};
        TrainingState best = state(first, first, first, first).evaluated(-3);
        float[] kept = best.best();
        assertArrayEquals(first, kept);
        assertEquals(0, best.stale());
        TrainingState again = best.evaluated(-3);
        assertSame(kept, again.best());
        assertEquals(1, again.stale());
        assertEquals(2, again.evaluated(-4).stale());
        assertEquals(-3, again.evaluated(-4).bestBound());
    }
}
