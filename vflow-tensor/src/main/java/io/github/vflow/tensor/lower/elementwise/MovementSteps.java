package io.github.vflow.tensor.lower.elementwise;

import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.MovementKernels;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps for operations that move elements. */
public final class MovementSteps {
    /** Elements of a chunk. */
    private static final int CHUNK = 1 << 13;

    /** Steps with fewer elements stay on one thread. */
    private static final int PARALLEL = 1 << 15;

    private final BufferPlan plan;
    private final MovementKernels kernels;
    private final MatrixKernels matrices;
    private final Workers workers;

    public MovementSteps(BufferPlan plan, Kernels kernels, Workers workers) {
        this.plan = plan;
        this.kernels = kernels.movements();
        this.matrices = kernels.matrices();
        this.workers = workers;
    }

    public Step of(Movement op, Value result) {
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
        if (loops.stride(0, 1) != 1 || loops.stride(1, 0) != 1) {
            return copy(t.shape(), x, strides, y, Loops.contiguous(t.shape()));
        }
        Transpose transposition = new Transpose(loops.size(0), loops.size(1), loops.stride(0, 0), loops.stride(1, 1));
        int[] xs = loops.starts(0, 2);
        int[] ys = loops.starts(1, 2);
        return chunked(
                xs.length,
                loops.size(0) * loops.size(1),
                (m, i) -> matrices.transpose(m, x + xs[i], y + ys[i], transposition));
    }

    private Step copy(Shape shape, int x, int[] xStrides, int y, int[] yStrides) {
        Loops loops = Loops.over(shape, xStrides, yStrides);
        int n = loops.size(0);
        int xStep = loops.stride(0, 0);
        int yStep = loops.stride(1, 0);
        if (xStep == 1 && yStep == 1) {
            return rows(loops, x, y);
        }
        int[] xs = loops.starts(0, 1);
        int[] ys = loops.starts(1, 1);
        return chunked(ys.length, n, (m, i) -> strided(m, x + xs[i], xStep, y + ys[i], yStep, n));
    }

    /** Copies of contiguous rows, each in pieces of a chunk at most. */
    private Step rows(Loops loops, int x, int y) {
        int n = loops.size(0);
        int xRow = loops.stride(0, 1);
        int yRow = loops.stride(1, 1);
        int together = Math.clamp(CHUNK / n, 1, loops.size(1));
        int pieces = (loops.size(1) + together - 1) / together;
        RowCopy whole = new RowCopy(together, n, xRow, yRow);
        RowCopy last = whole.count(loops.size(1) - (pieces - 1) * together);
        int[] xs = loops.starts(0, 2);
        int[] ys = loops.starts(1, 2);
        return chunked(ys.length * pieces, together * n, (m, i) -> {
            int block = i / pieces;
            int piece = i % pieces;
            int from = piece * together;
            kernels.copy(
                    m, x + xs[block] + from * xRow, y + ys[block] + from * yRow, piece == pieces - 1 ? last : whole);
        });
    }

    /** Copies one piece. */
    private interface Piece {
        void run(float[] m, int i);
    }

    /** A step of pieces with about as many elements each, on several threads if there are many. */
    private Step chunked(int pieces, int elements, Piece piece) {
        int group = Math.max(1, CHUNK / elements);
        int chunks = (long) pieces * elements < PARALLEL ? 1 : (pieces + group - 1) / group;
        int each = chunks == 1 ? pieces : group;
        return workers.parallel(chunks, (m, chunk) -> {
            int end = Math.min(pieces, (chunk + 1) * each);
            for (int i = chunk * each; i < end; i++) {
                piece.run(m, i);
            }
        });
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
