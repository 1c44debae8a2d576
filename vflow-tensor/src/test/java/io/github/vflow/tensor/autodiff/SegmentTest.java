package io.github.vflow.tensor.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gradient that computes values again is the same gradient, in less memory. */
final class SegmentTest {
    private static final int ROWS = 32;
    private static final int WIDTH = 8;
    /** Inner features of a step: what is not to be kept. */
    private static final int WIDE = 64;

    /** x + a·tanh(w₂·tanh(w₁·x₀)) on the second half, the halves then exchanged: a coupling with an inner segment. */
    private static Tensor step(Tensor x, Tensor w1, Tensor w2, Tensor shift) {
        Tensor kept = x.slice(1, 0, WIDTH / 2);
        Tensor moved = x.slice(1, WIDTH / 2, WIDTH).plus(net(kept, w1, w2)).plus(shift);
        return Tensor.concat(1, moved, kept);
    }

    private static Tensor back(Tensor y, Tensor w1, Tensor w2, Tensor shift) {
        Tensor kept = y.slice(1, WIDTH / 2, WIDTH);
        Tensor moved = y.slice(1, 0, WIDTH / 2).minus(shift).minus(net(kept, w1, w2));
        return Tensor.concat(1, kept, moved);
    }

    private static Tensor net(Tensor kept, Tensor w1, Tensor w2) {
        Tensor h = Segment.of(
                List.of(kept), in -> in.getFirst().matmul(w1).tanh().exp().sigmoid());
        Tensor again = Segment.of(
                List.of(h), in -> in.getFirst().times(in.getFirst()).tanh().plus(in.getFirst()));
        return again.matmul(w2).tanh();
    }

    private static Program program(Memory memory, int steps) {
        return program(memory, steps, Integer.MAX_VALUE);
    }

    private static Program program(Memory memory, int steps, int again) {
        Trace t = new Trace();
        Segment.use(t, memory, again);
        Tensor x = t.input("x", Shape.of(ROWS, WIDTH));
        Tensor shift = t.input("shift", Shape.of(1));
        List<Tensor> parameters = new ArrayList<>(List.of(x, shift));
        Tensor h = x;
        for (int k = 0; k < steps; k++) {
            Tensor w1 = t.input("w1." + k, Shape.of(WIDTH / 2, WIDE));
            Tensor w2 = t.input("w2." + k, Shape.of(WIDE, WIDTH / 2));
            parameters.add(w1);
            parameters.add(w2);
            Tensor in = h;
            h = Segment.reversible(
                    "step " + k,
                    List.of(in),
                    inputs -> step(inputs.getFirst(), w1, w2, shift.times(shift)),
                    y -> back(Segment.barrier(y), w1, w2, shift.times(shift)));
        }
        Tensor loss = h.square().sum();
        t.output("loss", loss);
        assertEquals(steps, Segment.begun(t));
        List<Tensor> gradients = Gradient.of(loss, parameters);
        for (int i = 0; i < gradients.size(); i++) {
            t.output("g" + i, gradients.get(i));
        }
        return t.program();
    }

    private static double[] run(Program p) {
        SplittableRandom random = new SplittableRandom(7);
        List<Double> all = new ArrayList<>();
        try (Executable e = new ReferenceEngine().compile(p)) {
            p.inputs()
                    .forEach((name, v) -> e.set(
                            name, random.doubles(v.shape().size(), -0.5, 0.5).toArray()));
            e.run();
            p.outputs().forEach((name, v) -> {
                double[] values = new double[v.shape().size()];
                e.get(name, values);
                for (double d : values) {
                    all.add(d);
                }
            });
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void gradientsAreTheSame(Memory memory) {
        assertArrayEquals(run(program(Memory.STORED, 4)), run(program(memory, 4)), 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void someSegmentsAreKept(Memory memory) {
        assertArrayEquals(run(program(Memory.STORED, 4)), run(program(memory, 4, 2)), 1e-12);
    }

    @Test
    void theMoreAreKeptTheMoreMemoryItTakes() {
        long before = 0;
        for (int again = 12; again >= 0; again -= 3) {
            long now = BufferPlan.of(program(Memory.CHECKPOINTED, 12, again)).size();
            assertTrue(
                    now > before,
                    now + " floats for " + again + " of 12 computed again, " + before + " for three more");
            before = now;
        }
        assertEquals(BufferPlan.of(program(Memory.STORED, 12)).size(), before);
        assertEquals(
                BufferPlan.of(program(Memory.CHECKPOINTED, 12)).size(),
                BufferPlan.of(program(Memory.CHECKPOINTED, 12, 12)).size());
    }

    @Test
    void soManySegmentsAreComputedAgain() {
        assertEquals(instructions(program(Memory.STORED, 4)), instructions(program(Memory.CHECKPOINTED, 4, 0)));
        for (int again = 1; again <= 4; again++) {
            int fewer = instructions(program(Memory.CHECKPOINTED, 4, again - 1));
            int now = instructions(program(Memory.CHECKPOINTED, 4, again));
            assertTrue(
                    now > fewer,
                    now + " instructions for " + again + " of 4 computed again, " + fewer + " for one less");
        }
        assertEquals(instructions(program(Memory.CHECKPOINTED, 4)), instructions(program(Memory.CHECKPOINTED, 4, 4)));
    }

    private static int instructions(Program p) {
        return p.instructions().size();
    }

    @Test
    void valuesOfSegmentsAreNotKept() {
        long stored = BufferPlan.of(program(Memory.STORED, 12)).size();
        long checkpointed = BufferPlan.of(program(Memory.CHECKPOINTED, 12)).size();
        long reversible = BufferPlan.of(program(Memory.REVERSIBLE, 12)).size();
        assertTrue(checkpointed < stored / 2, checkpointed + " of " + stored + " floats");
        assertTrue(reversible <= checkpointed, reversible + " and " + checkpointed + " floats");
    }

    @Test
    void gradientsOfGradientsGoThroughSegments() {
        assertArrayEquals(second(Memory.STORED), second(Memory.CHECKPOINTED), 1e-12);
    }

    private static double[] second(Memory memory) {
        Trace t = new Trace();
        Segment.use(t, memory, Integer.MAX_VALUE);
        Tensor x = t.input("x", Shape.of(5));
        Tensor y = Segment.of(
                List.of(x), in -> in.getFirst().exp().times(in.getFirst()).sigmoid());
        Tensor first = Gradient.of(y.square().sum(), x).getFirst();
        t.output("second", Gradient.of(first.square().sum(), x).getFirst());
        return run(t.program());
    }
}
