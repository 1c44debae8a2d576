package io.github.vflow.tensor.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import io.github.vflow.tensor.table.OpTable;
import io.github.vflow.tensor.testkit.Runs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a trace records, and how it is printed. */
final class ProgramTest {
    @Test
    void printsOneLineForEachInstructionOutputAndUpdate() {
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(4, 3));
        Tensor w = t.input("w", Shape.of(3, 2));
        Tensor y = x.matmul(w).tanh();
        t.output("y", y);
        t.output("p", y.softmax(1).slice(1, 0, 1));
        t.update(w, w.times(0.5));
        t.output("c", t.constant(Shape.of(2), 1, 2).permute(0, List.of(1, 0)).pad(0, 0, 1));
        assertEquals("""
                %0 [4, 3] = input "x" batched
                %1 [3, 2] = input "w"
                %2 [4, 2] = matMul %0 %1 a b
                %3 [4, 2] = tanh %2
                %4 [4, 2] = softmax %3 axis 1
                %5 [4, 1] = slice %4 axis 1 [0, 1)
                %6 [] = scalar 0.5
                %7 [3, 2] = mul %1 %6
                %8 [2] = constant (2 numbers)
                %9 [2] = permute %8 axis 0 [1, 0]
                %10 [3] = pad %9 axis 0 0 1
                output y = %3
                output p = %5
                output c = %10
                update w ← %7
                """, t.program().toString());
    }

    @Test
    void attributesAreVisible() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 2));
        assertEquals("%1 [2, 2] = matMul %0 %0 aᵀ bᵀ", line(x.matmul(x, true, true)));
        assertEquals("%2 [2, 2] = transpose %0 [1, 0]", line(x.transpose(1, 0)));
        assertEquals("%3 [4, 2] = concat %0 %0 axis 0", line(Tensor.concat(0, x, x)));
        assertEquals("%4 [] = logAbsDet %0", line(x.logAbsDet()));
        assertEquals("%5 [1, 2] = sum %0 axis 0", lineOf(t, 5, x.sum(0)));
        assertEquals(
                "%10 [2, 1] = inverse %9 %0 %0 %0 axis 1",
                lineOf(t, 10, x.slice(0, 0, 1).reshape(2).mixtureInverse(x, x, x)));
    }

    private static String line(Tensor x) {
        return lineOf(x.trace(), x.value().id(), x);
    }

    private static String lineOf(Trace t, int id, Tensor madeFirst) {
        assertTrue(madeFirst.value().id() >= id);
        return t.instructions().get(id).toString();
    }

    @Test
    void whatNothingNeedsIsDroppedButInputsStay() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        t.input("unused", Shape.of(3));
        Tensor unread = x.exp();
        t.output("y", x.tanh());
        assertEquals(List.of("x", "unused"), List.copyOf(t.program().inputs().keySet()));
        assertEquals(3, t.program().instructions().size(), () -> "inputs and tanh: " + t.program());
        assertEquals(4, t.instructions().size(), () -> "the trace keeps " + unread);
    }

    @Test
    void equalOperationsAreRecordedOnce() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        assertEquals(x.plus(1).exp(), x.plus(1).exp());
        assertEquals(4, t.instructions().size());
        // arrays are not compared
        assertTrue(!t.constant(Shape.of(1), 2).equals(t.constant(Shape.of(1), 2)));
        // 0 and −0 are different numbers
        assertTrue(!t.constant(0.0).equals(t.constant(-0.0)));
    }

    @Test
    void aSliceOfAConcatenationThatIsAPartIsThatPart() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 3));
        Tensor y = t.input("y", Shape.of(2, 1));
        Tensor both = Tensor.concat(1, x, y);
        assertEquals(x, both.slice(1, 0, 3));
        assertEquals(y, both.slice(1, 3, 4));
        assertEquals(both, both.slice(1, 0, 4));
        for (Tensor other : List.of(both.slice(1, 0, 2), both.slice(1, 1, 3), both.slice(1, 2, 4))) {
            assertTrue(other.op() instanceof Movement.Slice, "what is not a part stays a slice");
        }
        assertTrue(both.slice(0, 0, 1).op() instanceof Movement.Slice, "along another axis, too");
        assertThrows(ShapeException.class, () -> both.slice(2, 0, 4));
        assertThrows(ShapeException.class, () -> both.slice(1, 0, 5));
    }

    @Test
    void neighbouringSlicesOfOneTensorAreOnePart() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 6));
        Tensor y = t.input("y", Shape.of(2, 1));
        Tensor first = x.slice(1, 0, 2);
        Tensor second = x.slice(1, 2, 5);
        Tensor third = x.slice(1, 5, 6);
        assertEquals(x, Tensor.concat(1, first, second, third));
        assertEquals(x.slice(1, 0, 5), Tensor.concat(1, first, second));
        assertEquals(
                x.reshape(2, 1, 6),
                Tensor.concat(2, first.reshape(2, 1, 2), second.reshape(2, 1, 3), third.reshape(2, 1, 1)));
        assertEquals(Tensor.concat(1, y, x.slice(1, 0, 5), y), Tensor.concat(1, y, first, second, y));
        for (Tensor other : List.of(
                Tensor.concat(1, second, first),
                Tensor.concat(1, first, third),
                Tensor.concat(0, first, first),
                Tensor.concat(1, x.slice(0, 0, 1), x.slice(0, 1, 2)))) {
            assertTrue(other.op() instanceof Movement.Concat, "what does not follow stays apart");
        }
        assertThrows(ShapeException.class, () -> Tensor.concat(1, first, second.reshape(1, 2, 3)));
    }

    @Test
    void aSumWithANegativeIsADifference() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        Tensor y = t.input("y", Shape.of(2));
        assertEquals(x.minus(y), x.plus(y.negate()));
        assertEquals(y, y.negate().negate());
    }

    @Test
    void aReshapeOfAReshapeIsOneOrNone() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 6));
        assertEquals(x.reshape(4, 3), x.reshape(3, 4).reshape(4, 3));
        assertEquals(x, x.reshape(3, 4).reshape(2, 6));
        assertThrows(ShapeException.class, () -> x.reshape(3, 4).reshape(5));
    }

    @Test
    void namesOfInputsAreUnique() {
        Trace t = new Trace();
        t.input("x", Shape.of());
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> t.input("x", Shape.of(2)));
        assertEquals("Trace.input: the name \"x\" is taken; names are unique", e.getMessage());
    }

    @Test
    void constantsAreCopied() {
        double[] data = {1, 2};
        Trace t = new Trace();
        t.output("y", t.constant(Shape.of(2), data));
        data[0] = 9;
        assertEquals(1, Runs.reference(t.program(), Map.of()).get("y")[0]);
    }

    @Test
    void onlyInputsAreUpdated() {
        Trace t = new Trace();
        Tensor y = t.input("x", Shape.of()).exp();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> t.update(y, y));
        assertEquals("Trace.update: only an input can be updated", e.getMessage());
    }

    @Test
    void tracesAreNotMixed() {
        Tensor x = new Trace().input("x", Shape.of());
        Trace t = new Trace();
        Tensor y = t.input("y", Shape.of());
        String message = "a tensor of one trace was used in another; trace a model in one Trace";
        for (Runnable mistake : List.<Runnable>of(
                () -> x.plus(y),
                () -> x.select(x, y),
                () -> Tensor.concat(0, x.expand(0), y.expand(0)),
                () -> x.expand(0).mixtureInverse(x, x, y),
                () -> t.output("x", x),
                () -> t.update(y, x),
                () -> t.update(x, y))) {
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, mistake::run).getMessage());
        }
    }

    @Test
    void notesAreMadeOnceAndReplaced() {
        Trace t = new Trace();
        Object key = new Object();
        Object first = t.note(key, Object::new);
        assertSame(first, t.note(key, Object::new));
        t.replaceNote(key, "second");
        assertEquals("second", t.note(key, Object::new));
    }

    /** Passes rebuild operations on other operands: nothing else may change. */
    @Test
    void withKeepsAttributes() {
        OpTable.examples().forEach(example -> {
            var traced = example.trace();
            for (Program.Instruction i : traced.inputs().trace().instructions()) {
                Map<Value, Value> renamed = new HashMap<>();
                i.op().operands().forEach(v -> renamed.put(v, new Value(v.id() + 100, v.shape())));
                Op other =
                        i.op().with(i.op().operands().stream().map(renamed::get).toList());
                Op back = other.with(i.op().operands());
                assertEquals(i.op(), back, example.toString());
                assertEquals(i.result().shape(), other.shape());
                assertEquals(i.op().operands().stream().map(renamed::get).toList(), other.operands());
            }
        });
    }
}
