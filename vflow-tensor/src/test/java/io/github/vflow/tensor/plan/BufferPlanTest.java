package io.github.vflow.tensor.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Programs that no array can hold. */
final class BufferPlanTest {
    /** Two values of 2³⁰ numbers each. */
    private static Program large() {
        Trace t = new Trace();
        t.output("y", t.input("x", Shape.of(1 << 15, 1 << 15)).exp());
        return t.program();
    }

    @Test
    void aPlanMayBeLargerThanAnArray() {
        BufferPlan plan = BufferPlan.of(large());
        assertTrue(plan.size() >= 1L << 31, plan.size() + " floats");
        assertTrue(plan.toString().contains("one array of 8,589,934,"), plan.toString());
    }

    @Test
    void whatThisJvmHasNoMemoryForIsRefusedBeforeItIsAllocated() {
        long memory = Runtime.getRuntime().maxMemory();
        assumeTrue(memory < 8_000_000_000L, "any array has room in " + memory + " bytes");
        long floats = memory / Float.BYTES;
        assertEquals(floats, BufferPlan.length(floats));
        var e = assertThrows(IllegalArgumentException.class, () -> BufferPlan.length(floats + 250_000));
        assertEquals(
                String.format(
                        Locale.ROOT,
                        "The program needs %,d MB in one array but this JVM has at most %,d MB; take a smaller batch or keep less"
                                + " for the gradient (Memory.CHECKPOINTED), or give the JVM more memory (-Xmx)",
                        (4 * (floats + 250_000) + 999_999) / 1_000_000,
                        memory / 1_000_000),
                e.getMessage());
    }

    @Test
    void whatNoArrayHoldsIsRefusedBeforeItIsAllocated() {
        Engine engine = Engines.vector(1);
        var e = assertThrows(IllegalArgumentException.class, () -> engine.compile(large()));
        assertEquals(
                "The program needs 2,147,483,660 numbers in one array, which has room for 2,147,483,583; take a smaller"
                        + " batch or keep less for the gradient (Memory.CHECKPOINTED)",
                e.getMessage());
    }

    /** Rounded up to whole cache lines, the largest tensor has more numbers than an int can say. */
    @Test
    void thePlanOfTheLargestTensorIsRefusedToo() {
        Trace t = new Trace();
        t.output("y", t.input("x", Shape.of(Integer.MAX_VALUE)).exp());
        Engine engine = Engines.vector(1);
        var e = assertThrows(IllegalArgumentException.class, () -> engine.compile(t.program()));
        assertTrue(e.getMessage().startsWith("The program needs 4,294,967,308 numbers in one array"), e.getMessage());
    }
}
