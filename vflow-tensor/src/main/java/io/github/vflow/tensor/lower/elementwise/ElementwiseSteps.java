package io.github.vflow.tensor.lower.elementwise;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.UnaryKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.shape.Shape;

/** Steps for elementwise operations. */
public record ElementwiseSteps(Kernels kernels, Workers workers) {
    /** Elements of a chunk: with its operands it fits the first-level cache. */
    private static final int CHUNK = 4096;

    /** Steps with fewer elements stay on one thread. */
    private static final int PARALLEL = 1 << 15;

    public interface UnaryKernel {
        void run(float[] m, int x, int y, int n);
    }

    public interface BinaryKernel {
        void run(float[] m, int a, int b, int y, BroadcastGrid g);
    }

    public Step unary(Unary op, int x, int y) {
        UnaryKernel k = kernel(op);
        int n = op.shape().size();
        if (n < PARALLEL) {
            return m -> k.run(m, x, y, n);
        }
        return workers.parallel((n + CHUNK - 1) / CHUNK, (m, chunk) -> {
            int from = chunk * CHUNK;
            k.run(m, x + from, y + from, Math.min(CHUNK, n - from));
        });
    }

    public UnaryKernel kernel(Unary op) {
        UnaryKernels u = kernels.unary();
        return switch (op) {
            case Unary.Neg _ -> u::neg;
            case Unary.Abs _ -> u::abs;
            case Unary.Sign _ -> u::sign;
            case Unary.Sqrt _ -> u::sqrt;
            case Unary.Exp _ -> u::exp;
            case Unary.Log _ -> u::log;
            case Unary.Log1p _ -> u::log1p;
            case Unary.Tanh _ -> u::tanh;
            case Unary.Sigmoid _ -> u::sigmoid;
            case Unary.Softplus _ -> u::softplus;
            case Unary.Relu _ -> u::relu;
            case Unary.Elu _ -> u::elu;
        };
    }

    public Step binary(Binary op, int a, int b, int y) {
        BinaryKernel k = kernel(op);
        Shape s = op.shape();
        Loops loops = Loops.over(
                s, Loops.broadcast(op.a().shape(), s), Loops.broadcast(op.b().shape(), s), Loops.contiguous(s));
        int columns = loops.size(0);
        BroadcastGrid grid = new BroadcastGrid(
                loops.size(1),
                columns,
                loops.stride(2, 1),
                loops.stride(0, 1),
                loops.stride(0, 0),
                loops.stride(1, 1),
                loops.stride(1, 0));
        if (loops.depth() <= 2) {
            return s.size() < PARALLEL ? m -> k.run(m, a, b, y, grid) : chunked(k, a, b, y, grid);
        }
        int[] as = loops.starts(0, 2);
        int[] bs = loops.starts(1, 2);
        int[] ys = loops.starts(2, 2);
        int together = Math.max(1, PARALLEL / 4 / (grid.rows() * columns));
        return workers.parallel((ys.length + together - 1) / together, (m, chunk) -> {
            int end = Math.min(ys.length, (chunk + 1) * together);
            for (int i = chunk * together; i < end; i++) {
                k.run(m, a + as[i], b + bs[i], y + ys[i], grid);
            }
        });
    }

    /** A step in chunks: pieces of a row where there is one long row, else some rows. */
    private Step chunked(BinaryKernel k, int a, int b, int y, BroadcastGrid g) {
        if (g.rows() == 1) {
            int n = g.columns();
            BroadcastGrid whole = new BroadcastGrid(1, CHUNK, 0, 0, g.aColumn(), 0, g.bColumn());
            BroadcastGrid last = new BroadcastGrid(1, n % CHUNK, 0, 0, g.aColumn(), 0, g.bColumn());
            return workers.parallel((n + CHUNK - 1) / CHUNK, (m, chunk) -> {
                int from = chunk * CHUNK;
                BroadcastGrid part = from + CHUNK <= n ? whole : last;
                k.run(m, a + from * g.aColumn(), b + from * g.bColumn(), y + from, part);
            });
        }
        int rows = Math.max(1, CHUNK / g.columns());
        BroadcastGrid whole = g.rows(rows);
        BroadcastGrid last = g.rows(g.rows() % rows);
        return workers.parallel((g.rows() + rows - 1) / rows, (m, chunk) -> {
            int from = chunk * rows;
            BroadcastGrid part = from + rows <= g.rows() ? whole : last;
            k.run(m, a + from * g.aRow(), b + from * g.bRow(), y + from * g.yRow(), part);
        });
    }

    public BinaryKernel kernel(Binary op) {
        BinaryKernels b = kernels.binary();
        return switch (op) {
            case Binary.Add _ -> b::add;
            case Binary.Sub _ -> b::sub;
            case Binary.Mul _ -> b::mul;
            case Binary.Div _ -> b::div;
            case Binary.Max _ -> b::max;
            case Binary.Min _ -> b::min;
            case Binary.Greater _ -> b::greater;
            case Binary.Gate _ -> b::gate;
        };
    }

    public Step select(Select op, int mask, int a, int b, int y) {
        Shape s = op.shape();
        Loops loops = Loops.over(
                s,
                Loops.broadcast(op.mask().shape(), s),
                Loops.broadcast(op.a().shape(), s),
                Loops.broadcast(op.b().shape(), s),
                Loops.contiguous(s));
        int[] masks = loops.starts(0, 1);
        int[] as = loops.starts(1, 1);
        int[] bs = loops.starts(2, 1);
        int[] ys = loops.starts(3, 1);
        int n = loops.size(0);
        int maskStep = loops.stride(0, 0);
        int aStep = loops.stride(1, 0);
        int bStep = loops.stride(2, 0);
        BinaryKernels k = kernels.binary();
        return m -> {
            for (int i = 0; i < ys.length; i++) {
                k.select(m, mask + masks[i], maskStep, a + as[i], aStep, b + bs[i], bStep, y + ys[i], n);
            }
        };
    }
}
