package io.github.vflow.tensor.lower;

import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.ReductionKernels;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;

/**
 * A product aᵀ·b of tall matrices, such as the gradient of a layer's weights. The contraction is cut into parts, one for each
 * thread, and the results of the parts are added one after another. A part is cut again, so that the rows of a and b that are read
 * stay in the first-level cache while rows of the result go by.
 */
final class TallProduct {
    /** Rows of a and b that are read together. */
    private static final int DEPTH = 128;

    /** The most parts: one thread adds them up. */
    private static final int PARTS = 16;

    /** The largest result; it stays in the second-level cache. */
    private static final int SMALL = 1 << 14;

    private final ReductionKernels reductions;
    private final int m;
    private final int n;
    private final EvenParts parts;
    private final Product whole;
    private final Product last;
    private final int room;
    private final int free;
    private final int results;

    TallProduct(Kernels kernels, Workers workers, Scratch scratch, int m, int n, int k, long multiplications) {
        this.reductions = kernels.reductions();
        this.m = m;
        this.n = n;
        int count = Math.clamp((long) m * n * k / multiplications, 1, PARTS);
        this.parts = EvenParts.of(k, (k + count - 1) / count, DEPTH);
        this.whole = product(kernels, parts.size(0));
        this.last = product(kernels, parts.size(parts.count() - 1));
        this.room = whole.room(m);
        this.free = scratch.take(room * workers.count());
        this.results = scratch.take(parts.count() * m * n);
    }

    private Product product(Kernels kernels, int size) {
        return new Product(kernels.matrices(), Gemm.plain(m, n, size, 1, m, n), false, DEPTH);
    }

    /** Whether a product of a [k, m] and b [k, n] is tall. */
    static boolean fits(int m, int n, int k) {
        return k >= 4 * DEPTH && m * n <= SMALL;
    }

    Step of(Workers workers, int a, int b, int c) {
        Step multiply = workers.placed(parts.count(), (memory, part, worker) -> {
            Product p = part == parts.count() - 1 ? last : whole;
            int from = parts.from(part);
            int to = results + part * m * n;
            p.rows(memory, a + from * m, b + from * n, to, 0, m, free + worker * room);
        });
        return memory -> {
            multiply.run(memory);
            reductions.sum(memory, results, c, 1, parts.count(), m * n);
        };
    }
}
