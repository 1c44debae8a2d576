package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.bijector.image.FactorOut;
import io.github.vflow.flow.bijector.image.SpaceToDepth;
import io.github.vflow.flow.bijector.image.Split;
import io.github.vflow.flow.bijector.image.SwapHalves;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which number goes where: laws of bijectors hold for any order, but weights trained elsewhere fit one. */
final class ImageMovesTest {
    /** Elements count 0, 1, 2, … in an image [h, w, c]. */
    private static double[] moved(Bijector b, int h, int w, int c) {
        double[] x = new double[h * w * c];
        Arrays.setAll(x, i -> i);
        return Eval.of(Shape.of(1, h, w, c), x, t -> b.forward(t).value());
    }

    @Test
    void columnsAreHalvedIntoEvenAndOdd() {
        double[] expected = {0, 1, 2, 3, 4, 5, 6, 7};
        assertArrayEquals(expected, moved(Split.COLUMNS, 2, 4, 1), "position [i, j] has columns 2j and 2j + 1");
        double[] deep = {0, 1, 2, 3};
        assertArrayEquals(deep, moved(Split.COLUMNS, 1, 2, 2), "channels of a column stay together");
    }

    @Test
    void aCheckerboardIsHalvedIntoEvenAndOddPositions() {
        // 0 1 2 3
        // 4 5 6 7: even i + j are 0, 2, 5, 7
        double[] expected = {0, 1, 2, 3, 5, 4, 7, 6};
        assertArrayEquals(expected, moved(Split.CHECKERBOARD, 2, 4, 1));
        double[] deep = {0, 1, 2, 3, 6, 7, 4, 5};
        assertArrayEquals(deep, moved(Split.CHECKERBOARD, 2, 2, 2));
    }

    @Test
    void squaresBecomeChannelsRowByRow() {
        double[] expected = {0, 1, 4, 5, 2, 3, 6, 7};
        assertArrayEquals(expected, moved(new SpaceToDepth(), 2, 4, 1));
    }

    /** The first channel becomes the first four, the second the others. */
    @Test
    void whatLeavesStandsLast() {
        double[] expected = {0, 2, 4, 6, 1, 3, 5, 7};
        assertArrayEquals(expected, moved(new FactorOut(new SpaceToDepth(), new SpaceToDepth()), 2, 2, 2));
    }

    @Test
    void halvesChangePlaces() {
        assertArrayEquals(new double[] {2, 3, 0, 1}, moved(new SwapHalves(), 1, 1, 4));
    }

    private static String message(Bijector b, int... dims) {
        var x = new Trace().batch("x", Shape.of(dims));
        return assertThrows(ShapeException.class, () -> b.forward(x)).getMessage();
    }

    @Test
    void imagesThatCannotBeHalvedAreNamed() {
        String halves =
                "Split.%s: expected images [b, h, w, c] that can be halved but got %s; pad them, or split another axis";
        assertEquals(halves.formatted("COLUMNS", "[2, 4, 3, 2]"), message(Split.COLUMNS, 2, 4, 3, 2));
        assertEquals(halves.formatted("COLUMNS", "[2, 4]"), message(Split.COLUMNS, 2, 4));
        assertEquals(halves.formatted("CHECKERBOARD", "[2, 3, 4, 2]"), message(Split.CHECKERBOARD, 2, 3, 4, 2));
        assertEquals(halves.formatted("CHECKERBOARD", "[2, 4, 3, 2]"), message(Split.CHECKERBOARD, 2, 4, 3, 2));
        assertEquals(halves.formatted("CHANNELS", "[2, 4, 4, 3]"), message(Split.CHANNELS, 2, 4, 4, 3));
        assertEquals(
                "FactorOut: expected images [b, h, w, c] of an even number of channels but got [2, 4, 4, 3];"
                        + " change the scale first",
                message(new FactorOut(new SpaceToDepth(), new SpaceToDepth()), 2, 4, 4, 3));
        String squares = "SpaceToDepth: expected images [b, h, w, c] of even height and width but got %s; pad them";
        assertEquals(squares.formatted("[2, 3, 4, 2]"), message(new SpaceToDepth(), 2, 3, 4, 2));
        assertEquals(squares.formatted("[2, 4, 5, 2]"), message(new SpaceToDepth(), 2, 4, 5, 2));
        assertEquals(squares.formatted("[2, 4]"), message(new SpaceToDepth(), 2, 4));
    }
}
