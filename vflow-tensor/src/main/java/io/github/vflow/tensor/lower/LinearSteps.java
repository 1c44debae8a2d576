package io.github.vflow.tensor.lower;

import io.github.vflow.tensor.exact.SquareMatrix;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.HashMap;
import java.util.Map;

/** Steps for products, determinants and inverses. Determinant and inverse of one matrix share its factorisation. */
final class LinearSteps {
    /** Multiplications of a chunk. A product of fewer than two chunks stays on one thread. */
    private static final long CHUNK = 1 << 18;

    /** The least rows of a chunk: each chunk reads all of b. */
    private static final int ROWS = 16;

    /** Products a·bᵀ of at most this many elements are faster by dot products than by tiles. */
    private static final int DOTS = 300;

    private final BufferPlan plan;
    private final Kernels kernels;
    private final Workers workers;
    private final Map<Value, Factors> factors = new HashMap<>();
    private final Scratch scratch;
    /** Whether long contractions may be cut by the size of the result. */
    private final boolean cuts;

    LinearSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch, boolean cuts) {
        this.plan = plan;
        this.kernels = kernels;
        this.workers = workers;
        this.scratch = scratch;
        this.cuts = cuts;
    }

    /** The factorisation of one matrix; the first step that needs it computes it. */
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
        boolean transposes = op.transposeB() && n > 1 && k > 1;
        if (n == 1 && k == 1 && batches == 1) {
            BroadcastGrid multiples = new BroadcastGrid(1, m, 0, 0, 1, 0, 0);
            return memory -> kernels.binary().mul(memory, a, b, c, multiples);
        }
        boolean rows = (!op.transposeA() || m == 1) && (op.transposeB() || (n == 1 && m >= Limits.LANES));
        if (rows && batches == 1 && (long) m * n <= DOTS && k % Limits.LANES == 0) {
            Dots dots = Dots.plain(m, n, k);
            int free = scratch.take(Dots.ROOM);
            return memory -> kernels.matrices().dots(memory, dots, a, b, c, free);
        }
        if (cuts && op.transposeA() && !transposes && batches == 1 && TallProduct.fits(m, n, k)) {
            return new TallProduct(kernels, workers, scratch, m, n, k, CHUNK).of(workers, a, b, c);
        }
        int transposedB = transposes ? scratch.take(op.b().shape().size()) : b;
        Gemm g = Gemm.plain(m, n, k, op.transposeA() ? 1 : k, op.transposeA() ? m : 1, n);
        Step multiply = batches == 1 ? single(g, a, transposedB, c) : batched(g, a, transposedB, c, batches);
        if (!transposes) {
            return multiply;
        }
        Transpose transposed = Transpose.plain(n, k);
        return memory -> {
            for (int i = 0; i < batches; i++) {
                kernels.matrices().transpose(memory, b + i * n * k, transposedB + i * n * k, transposed);
            }
            multiply.run(memory);
        };
    }

    private Step single(Gemm g, int a, int b, int c) {
        Product product = new Product(kernels.matrices(), g, false);
        int least = (int) Math.min(g.m(), Math.max(ROWS, CHUNK / ((long) g.n() * g.k())));
        int rows = workers.count() == 1 || g.m() < 2 * least ? g.m() : least;
        int room = product.room(rows);
        int free = scratch.take(room * workers.count());
        return workers.placed((g.m() + rows - 1) / rows, (m, chunk, worker) -> {
            int to = Math.min(g.m(), (chunk + 1) * rows);
            product.rows(m, a, b, c, chunk * rows, to, free + worker * room);
        });
    }

    private Step batched(Gemm g, int a, int b, int c, int batches) {
        Product product = new Product(kernels.matrices(), g, false);
        int room = product.room(g.m());
        int free = scratch.take(room * workers.count());
        int together = (int) Math.max(1, CHUNK / g.multiplications());
        return workers.placed((batches + together - 1) / together, (m, chunk, worker) -> {
            int at = free + worker * room;
            for (int i = chunk * together; i < Math.min(batches, (chunk + 1) * together); i++) {
                product.rows(m, a + i * g.m() * g.k(), b + i * g.k() * g.n(), c + i * g.m() * g.n(), 0, g.m(), at);
            }
        });
    }
}
