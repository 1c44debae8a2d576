package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps for operations that move elements. */
final class MovementSteps {
    private final BufferPlan plan;
    private final MatrixKernels matrices;

    MovementSteps(BufferPlan plan, MatrixKernels matrices) {
        this.plan = plan;
        this.matrices = matrices;
    }

    Step of(Movement op, Value result) {
        int y = plan.offset(result);
        int x = plan.offset(op.operands().getFirst());
        Shape from = op.operands().getFirst().shape();
        return switch (op) {
            case Movement.Broadcast b ->
                copy(b.shape(), x, Loops.broadcast(from, b.shape()), y, Loops.contiguous(b.shape()));
            case Movement.Copy c -> copy(c.shape(), x, Loops.contiguous(c.shape()), y, Loops.contiguous(c.shape()));
            case Movement.Reshape r -> copy(r.shape(), x, Loops.contiguous(r.shape()), y, Loops.contiguous(r.shape()));
            case Movement.Transpose t -> transpose(t, x, y);
            case Movement.Slice s -> {
                int[] strides = Loops.contiguous(from);
                yield copy(s.shape(), x + s.from() * strides[s.axis()], strides, y, Loops.contiguous(s.shape()));
            }
            case Movement.Pad p -> {
                int[] strides = Loops.contiguous(p.shape());
                int size = p.shape().size();
                Step inner = copy(from, x, Loops.contiguous(from), y + p.before() * strides[p.axis()], strides);
                yield m -> {
                    Arrays.fill(m, y, y + size, 0f);
                    inner.run(m);
                };
            }
            case Movement.Concat c -> concat(c, y);
            case Movement.Permute p -> permute(p, x, y);
        };
    }

    private Step concat(Movement.Concat c, int y) {
        int[] strides = Loops.contiguous(c.shape());
        List<Step> copies = new ArrayList<>();
        int at = 0;
        for (Value part : c.operands()) {
            int target = y + at * strides[c.axis()];
            int source = plan.offset(part);
            if (source != target) {
                copies.add(copy(part.shape(), source, Loops.contiguous(part.shape()), target, strides));
            }
            at += part.shape().dim(c.axis());
        }
        return sequence(copies);
    }

    private Step permute(Movement.Permute p, int x, int y) {
        int[] strides = Loops.contiguous(p.shape());
        Shape one = p.shape().with(p.axis(), 1);
        int step = strides[p.axis()];
        List<Step> copies = new ArrayList<>();
        for (int i = 0; i < p.order().size(); i++) {
            copies.add(copy(one, x + p.order().get(i) * step, strides, y + i * step, strides));
        }
        return sequence(copies);
    }

    private static Step sequence(List<Step> steps) {
        Step[] all = steps.toArray(Step[]::new);
        return m -> {
            for (Step s : all) {
                s.run(m);
            }
        };
    }

    private Step transpose(Movement.Transpose t, int x, int y) {
        int[] in = Loops.contiguous(t.x().shape());
        int[] strides = t.order().stream().mapToInt(i -> in[i]).toArray();
        Loops loops = Loops.over(t.shape(), strides, Loops.contiguous(t.shape()));
        boolean matrix = loops.depth() == 2 && loops.stride(0, 1) == 1;
        Turn turn = Turn.plain(loops.size(0), loops.size(1));
        return matrix
                ? m -> matrices.transpose(m, x, y, turn)
                : copy(t.shape(), x, strides, y, Loops.contiguous(t.shape()));
    }

    private static Step copy(Shape shape, int x, int[] xStrides, int y, int[] yStrides) {
        Loops loops = Loops.over(shape, xStrides, yStrides);
        int n = loops.size(0);
        int xStep = loops.stride(0, 0);
        int yStep = loops.stride(1, 0);
        int[] xs = loops.starts(0, 1);
        int[] ys = loops.starts(1, 1);
        if (xStep == 1 && yStep == 1) {
            return m -> {
                for (int i = 0; i < ys.length; i++) {
                    System.arraycopy(m, x + xs[i], m, y + ys[i], n);
                }
            };
        }
        return m -> {
            for (int i = 0; i < ys.length; i++) {
                strided(m, x + xs[i], xStep, y + ys[i], yStep, n);
            }
        };
    }

    private static void strided(float[] m, int x, int xStep, int y, int yStep, int n) {
        int from = x;
        int to = y;
        for (int i = 0; i < n; i++) {
            m[to] = m[from];
            from += xStep;
            to += yStep;
        }
    }
}
