package io.github.vflow.tensor.lower.elementwise;

import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.scalar.SequentialReductions;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.shape.Shape;

/** Steps for reductions. */
public record ReductionSteps(ReductionKernels kernels, Workers workers, Scratch scratch, boolean cuts) {
    /** Steps with fewer elements stay on one thread. */
    private static final int PARALLEL = 1 << 14;

    /** Parts of a long sum, each with a result of its own, so that a thread reads what it wrote. */
    private static final int PARTS = 2;

    private static final ReductionKernels SEQUENTIAL = new SequentialReductions();

    public interface Kernel {
        void run(float[] m, int x, int y, int outer, int n, int inner);
    }

    /** Whether long sums may be cut by their size. */
    public Step of(Reduction op, int x, int y) {
        Shape s = op.x().shape();
        int outer = s.product(0, op.axis());
        int n = s.dim(op.axis());
        int inner = s.product(op.axis() + 1, s.rank());
        Kernel k = kernel(op);
        if (cuts && op instanceof Reduction.Sum && outer == 1 && n >= 2 * PARTS && s.size() >= PARALLEL) {
            return inParts(x, y, n, inner);
        }
        if (s.size() < PARALLEL || outer == 1) {
            return m -> k.run(m, x, y, outer, n, inner);
        }
        int result = op.shape().size() / outer;
        int together = Math.max(1, PARALLEL / 4 / (n * inner));
        return workers.parallel((outer + together - 1) / together, (m, chunk) -> {
            int from = chunk * together;
            k.run(m, x + from * n * inner, y + from * result, Math.min(together, outer - from), n, inner);
        });
    }

    private Step inParts(int x, int y, int n, int inner) {
        EvenParts parts = EvenParts.of(n, (n + PARTS - 1) / PARTS, 1);
        int sums = scratch.take(parts.count() * inner);
        Step add = workers.parallel(
                parts.count(),
                (m, part) ->
                        kernels.sum(m, x + parts.from(part) * inner, sums + part * inner, 1, parts.size(part), inner));
        return m -> {
            add.run(m);
            kernels.sum(m, sums, y, 1, parts.count(), inner);
        };
    }

    /** Along the last axis a row has several running sums; along any other axis it has one, however narrow the rest is. */
    public Kernel kernel(Reduction op) {
        Shape s = op.x().shape();
        boolean narrow = s.product(op.axis() + 1, s.rank()) == 1;
        return kernel(narrow && op.axis() < s.rank() - 1 ? SEQUENTIAL : kernels, op);
    }

    private static Kernel kernel(ReductionKernels kernels, Reduction op) {
        return switch (op) {
            case Reduction.Sum _ -> kernels::sum;
            case Reduction.MaxOver _ -> kernels::max;
            case Reduction.LogSumExp _ -> kernels::logSumExp;
            case Reduction.Softmax _ -> kernels::softmax;
        };
    }
}
