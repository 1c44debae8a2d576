package io.github.vflow.tensor.run;

import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.MatrixKernels;
import java.util.ArrayList;
import java.util.List;

/** A matrix product cut along its contraction into pieces whose part of b stays in the near caches while rows go by. */
final class Product {
    /** A piece, and where it begins in a and b. */
    private record Part(Gemm gemm, int a, int b) {}

    private final MatrixKernels matrices;
    private final Part[] parts;

    Product(MatrixKernels matrices, Gemm g) {
        this.matrices = matrices;
        Axis columns = g.columns();
        int depth = columns.cut(MatrixKernels.DEPTH);
        List<Part> all = new ArrayList<>();
        for (int k = 0; k < g.k(); k += depth) {
            int size = Math.min(depth, g.k() - k);
            all.add(new Part(g.part(k, columns.part(size), size), columns.at(k), k * g.bRow()));
        }
        this.parts = all.toArray(Part[]::new);
    }

    /** Floats that a call needs at {@code free}. */
    int room() {
        return parts[0].gemm.room();
    }

    /** Rows [from, to) of the product of the matrices at a and b, to c. */
    void rows(float[] m, int a, int b, int c, int from, int to, int free) {
        for (Part p : parts) {
            matrices.multiply(m, p.gemm, a + p.a, b + p.b, c, from, to, free);
        }
    }
}
