package io.github.vflow.tensor.lower.step;

import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix product of any depth. It is cut along its contraction into pieces, so that the part of b that a piece reads stays in the
 * near caches. Pieces are added one after another. The shape alone decides where they are cut.
 */
public final class Product {
    /** A piece and the offsets of its factors in a and b. */
    private record Part(Gemm gemm, int a, int b) {}

    private final MatrixKernels kernels;
    private final Gemm whole;
    private final boolean adds;
    private final Part[] parts;

    /**
     * Prepares a product.
     *
     * @param adds whether the product is added to the result that is there
     */
    public Product(MatrixKernels kernels, Gemm g, boolean adds) {
        this(kernels, g, adds, Limits.DEPTH);
    }

    /**
     * Prepares a product in pieces of at most some depth.
     *
     * @param adds whether the product is added to the result that is there
     */
    public Product(MatrixKernels kernels, Gemm g, boolean adds, int depth) {
        this.kernels = kernels;
        this.whole = g;
        this.adds = adds;
        int cut = g.columns().cut(depth);
        List<Part> all = new ArrayList<>();
        for (int k = 0; k < g.k(); k += cut) {
            int size = Math.min(cut, g.k() - k);
            Axis columns = g.columns().part(size);
            boolean aside = adds || k > 0;
            int cRow = aside ? g.n() : g.cRow();
            Gemm part =
                    new Gemm(g.m(), g.n(), size, g.rows(), columns, g.bRows().part(size), cRow);
            all.add(new Part(part, g.columns().at(k), g.bRows().at(k)));
        }
        this.parts = all.toArray(Part[]::new);
    }

    /** Floats of working memory that {@link #rows} needs at {@code free} for some rows. */
    public int room(int rows) {
        return Scratch.aligned(parts[0].gemm.room() + (adds || parts.length > 1 ? rows * whole.n() : 0));
    }

    /** Computes rows [from, to) of the product of the matrices at a and b, to c. */
    public void rows(float[] m, int a, int b, int c, int from, int to, int free) {
        for (int i = 0; i < parts.length; i++) {
            Part p = parts[i];
            if (i == 0 && !adds) {
                kernels.multiply(m, p.gemm, a + p.a, b + p.b, c, from, to, free);
            } else {
                int piece = free + parts[0].gemm.room();
                kernels.multiply(m, p.gemm, a + p.a, b + p.b, piece - from * whole.n(), from, to, free);
                kernels.add(m, whole, piece, c + from * whole.cRow(), to - from);
            }
        }
    }
}
