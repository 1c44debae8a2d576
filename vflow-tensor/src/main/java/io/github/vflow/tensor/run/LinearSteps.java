package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.reference.SquareMatrix;
import java.util.HashMap;
import java.util.Map;

/** Steps for products, determinants and inverses. Factors of one matrix are shared. */
final class LinearSteps {
    /** Multiplications of a chunk; below two chunks a product stays on one thread. */
    private static final long CHUNK = 1 << 20;

    private static final int ROWS = 6;

    /** A product a·bᵀ of at most this many elements is cheaper by dot products than by turning b. */
    private static final int DOTS = 300;

    private final BufferPlan plan;
    private final MatrixKernels matrices;
    private final Workers workers;
    private final Map<Value, Factors> factors = new HashMap<>();
    private final Scratch scratch;

    LinearSteps(BufferPlan plan, MatrixKernels matrices, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.matrices = matrices;
        this.workers = workers;
        this.scratch = scratch;
    }

    /** The factors of one matrix, computed by the first step that needs them. */
    private static final class Factors {
        private final SquareMatrix matrix;
        private final int n;

        Factors(int n) {
            this.n = n;
            this.matrix = new SquareMatrix(n);
        }

        void compute(float[] m, int at) {
            double[] data = matrix.data();
            for (int i = 0; i < n * n; i++) {
                data[i] = m[at + i];
            }
            matrix.factor();
        }
    }

    Step of(LinearAlgebra op, Value result) {
        int y = plan.offset(result);
        return switch (op) {
            case LinearAlgebra.MatMul mm -> product(mm, y);
            case LinearAlgebra.LogAbsDet d -> factored(d.w(), (m, f) -> m[y] = (float) f.matrix.logAbsDet());
            case LinearAlgebra.Inverse i ->
                factored(i.w(), (m, f) -> {
                    double[] inverse = f.matrix.inverse();
                    for (int j = 0; j < inverse.length; j++) {
                        m[y + j] = (float) inverse[j];
                    }
                });
        };
    }

    private interface Use {
        void apply(float[] m, Factors f);
    }

    private Step factored(Value w, Use use) {
        int at = plan.offset(w);
        Factors known = factors.get(w);
        if (known != null) {
            return m -> use.apply(m, known);
        }
        Factors fresh = new Factors(w.shape().dim(0));
        factors.put(w, fresh);
        return m -> {
            fresh.compute(m, at);
            use.apply(m, fresh);
        };
    }

    private Step product(LinearAlgebra.MatMul op, int c) {
        int m = op.m();
        int n = op.n();
        int k = op.k();
        Shape s = op.shape();
        int batches = s.product(0, s.rank() - 2);
        int a = plan.offset(op.a());
        int b = plan.offset(op.b());
        boolean turn = op.transposeB() && n > 1 && k > 1;
        if (turn && !op.transposeA() && batches == 1 && (long) m * n <= DOTS && k % ReductionKernels.LANES == 0) {
            return memory -> matrices.dots(memory, a, b, c, m, n, k);
        }
        int packed = turn ? scratch.take(op.b().shape().size()) : b;
        Gemm g = Gemm.plain(m, n, k, op.transposeA() ? 1 : k, op.transposeA() ? m : 1, n);
        Step multiply = batches == 1 ? single(g, a, packed, c) : batched(g, a, packed, c, batches);
        if (!turn) {
            return multiply;
        }
        Turn turned = Turn.plain(n, k);
        return memory -> {
            for (int i = 0; i < batches; i++) {
                matrices.transpose(memory, b + i * n * k, packed + i * n * k, turned);
            }
            multiply.run(memory);
        };
    }

    private Step single(Gemm g, int a, int b, int c) {
        int chunks = (int) Math.min((g.m() + ROWS - 1) / ROWS, g.multiplications() / CHUNK);
        if (chunks < 2) {
            return m -> matrices.multiply(m, g, a, b, c, 0, g.m());
        }
        int rows = ((g.m() + chunks - 1) / chunks + ROWS - 1) / ROWS * ROWS;
        return workers.parallel(
                (g.m() + rows - 1) / rows,
                (m, chunk) -> matrices.multiply(m, g, a, b, c, chunk * rows, Math.min(g.m(), (chunk + 1) * rows)));
    }

    private Step batched(Gemm g, int a, int b, int c, int batches) {
        int together = (int) Math.max(1, CHUNK / g.multiplications());
        return workers.parallel((batches + together - 1) / together, (m, chunk) -> {
            for (int i = chunk * together; i < Math.min(batches, (chunk + 1) * together); i++) {
                matrices.multiply(m, g, a + i * g.m() * g.k(), b + i * g.k() * g.n(), c + i * g.m() * g.n(), 0, g.m());
            }
        });
    }
}
