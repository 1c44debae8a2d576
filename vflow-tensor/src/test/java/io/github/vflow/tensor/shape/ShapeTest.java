package io.github.vflow.tensor.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.shape.check.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Arithmetic of shapes. */
final class ShapeTest {
    @Test
    void sizesAndProducts() {
        Shape s = Shape.of(2, 3, 4);
        assertEquals(24, s.size());
        assertEquals(12, s.product(1, 3));
        assertEquals(1, s.product(1, 1));
        assertEquals(1, Shape.of().size());
        assertEquals("[2, 3, 4]", s.toString());
        assertEquals("[]", Shape.of().toString());
    }

    @Test
    void otherShapesFromOne() {
        Shape s = Shape.of(2, 3, 4);
        assertEquals(Shape.of(2, 7, 4), s.with(1, 7));
        assertEquals(Shape.of(2, 4), s.without(1));
        assertEquals(Shape.of(1, 1, 2, 3, 4), s.padTo(5));
        assertEquals(Shape.of(3, 4, 2), s.rotated());
        assertEquals(Shape.of(2, 3, 4), s, "shapes do not change");
    }

    @Test
    void broadcasting() {
        assertEquals(Shape.of(2, 3), Shape.broadcast(Shape.of(2, 3), Shape.of()));
        assertEquals(Shape.of(2, 3), Shape.broadcast(Shape.of(3), Shape.of(2, 1)));
        assertEquals(Shape.of(5, 2, 3), Shape.broadcast(Shape.of(5, 1, 3), Shape.of(2, 1)));
    }

    @Test
    void sizesAreCopied() {
        int[] dims = {2, 3};
        Shape s = Shape.of(dims);
        dims[0] = 9;
        s.dims()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, s.dims());
    }

    @Test
    void equalityIsBySizes() {
        assertEquals(Shape.of(2, 3), Shape.of(2, 3));
        assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
        assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
        assertNotEquals(Shape.of(1), Shape.of());
    }

    @Test
    void thereAreAtMostAsManyElementsAsAnArrayHas() {
        assertEquals(Integer.MAX_VALUE, Shape.of(Integer.MAX_VALUE).size());
        assertEquals(Integer.MAX_VALUE, Shape.of(1, Integer.MAX_VALUE, 1).product(0, 2));
        assertThrows(ShapeException.class, () -> Shape.of(1 << 16, 1 << 15));
        int large = Integer.MAX_VALUE;
        assertTooMany("[2147483647, 2147483647, 2147483647]", () -> Shape.of(large, large, large));
        assertTooMany("[2, 9223372036854775807]", () -> Shape.of(2, 3).with(1, Long.MAX_VALUE));
        for (long size : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThrows(ShapeException.class, () -> Shape.of(2, 3).with(1, size), "size " + size);
        }
    }

    private static void assertTooMany(String sizes, Executable shape) {
        String message = assertThrows(ShapeException.class, shape).getMessage();
        assertTrue(message.startsWith("Shape.of: " + sizes + " has "), message);
    }
}
