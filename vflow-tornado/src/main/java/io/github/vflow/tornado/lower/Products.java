package io.github.vflow.tornado.lower;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tornado.kernel.Factors;
import io.github.vflow.tornado.kernel.ProductTiles;
import io.github.vflow.tornado.kernel.Reduce;
import java.util.List;

/** Matrix products, convolutions and their gradients as products of two {@link Factors}. */
final class Products {
    /** The least multiplications of a product in tiles. */
    private static final long LARGE = 1L << 18;

    /** Longer sums are cut into parts if there would be too few work groups otherwise. */
    private static final int TERMS = 1024;

    private static final int FEW_TILES = 32;

    private final WordList words;
    private final Offsets places;
    private final boolean groups;

    Products(WordList words, Offsets places, boolean groups) {
        this.words = words;
        this.places = places;
        this.groups = groups;
    }

    /** Adds the tasks of a matrix product op(a) · op(b), perhaps of a stack of matrices. */
    void of(LinearAlgebra.MatMul p, int y, List<Task> tasks) {
        int m = p.m();
        int n = p.n();
        int k = p.k();
        int stack = p.shape().size() / (m * n);
        int[] w = factors(m, n, k, places.of(p.a()), places.of(p.b()), y, stack);
        strides(w, Factors.A, p.transposeA() ? 1 : k, p.transposeA() ? m : 1, m * k);
        strides(w, Factors.B, p.transposeB() ? 1 : n, p.transposeB() ? k : 1, k * n);
        add(w, tasks);
    }

    /** Adds the tasks of a convolution: a product with one row for each position. */
    void of(Convolution.Conv2d c, int y, List<Task> tasks) {
        Shape s = c.x().shape();
        Shape kernel = c.kernel().shape();
        int n = kernel.dim(3);
        int k = kernel.product(0, 3);
        int[] w = factors(s.product(0, 3), n, k, places.of(c.x()), places.of(c.kernel()), y, 1);
        strides(w, Factors.B, n, 1, 0);
        windows(w, Factors.WINDOWS, s, kernel.dim(0), kernel.dim(1));
        add(w, tasks);
    }

    /** Adds the tasks of the gradient of a kernel: a product with one row for each element of a window. */
    void of(Convolution.KernelGradient g, int y, List<Task> tasks) {
        Shape s = g.x().shape();
        int n = g.g().shape().dim(3);
        int[] w = factors(
                g.height() * g.width() * s.dim(3), n, s.product(0, 3), places.of(g.x()), places.of(g.g()), y, 1);
        strides(w, Factors.B, n, 1, 0);
        windows(w, Factors.TRANSPOSED, s, g.height(), g.width());
        add(w, tasks);
    }

    private static int[] factors(int m, int n, int k, int a, int b, int y, int stack) {
        int[] w = new int[Factors.WORDS];
        w[Factors.M] = m;
        w[Factors.N] = n;
        w[Factors.K] = k;
        w[Factors.A] = a;
        w[Factors.B] = b;
        w[Factors.C] = y;
        w[Factors.TERMS] = k;
        w[Factors.STACK] = stack;
        return w;
    }

    private static void strides(int[] w, int factor, int rows, int columns, int matrices) {
        w[factor + 1] = rows;
        w[factor + 2] = columns;
        w[factor + 3] = matrices;
    }

    private static void windows(int[] w, int mode, Shape image, int height, int width) {
        w[Factors.MODE] = mode;
        w[Factors.IMAGE] = image.dim(1);
        w[Factors.IMAGE + 1] = image.dim(2);
        w[Factors.IMAGE + 2] = image.dim(3);
        w[Factors.IMAGE + 3] = height;
        w[Factors.IMAGE + 4] = width;
    }

    private static int tiles(int n) {
        return (n + ProductTiles.SIDE - 1) / ProductTiles.SIDE;
    }

    private void add(int[] w, List<Task> tasks) {
        int m = w[Factors.M];
        int n = w[Factors.N];
        int k = w[Factors.K];
        int tiles = tiles(m) * tiles(n) * w[Factors.STACK];
        int parts = w[Factors.STACK] == 1 && tiles < FEW_TILES ? (k + TERMS - 1) / TERMS : 1;
        int y = w[Factors.C];
        if (parts > 1) {
            w[Factors.SHIFT] = TERMS;
            w[Factors.TERMS] = TERMS;
            w[Factors.A + 3] = 0;
            w[Factors.B + 3] = 0;
            w[Factors.STACK] = parts;
            w[Factors.C] = places.take(parts * m * n);
        }
        int results = Math.multiplyExact(m * n, w[Factors.STACK]);
        w[Factors.ITEMS] = results;
        int at = words.add(w);
        boolean large = groups && (long) m * n * k >= LARGE;
        tasks.add(
                large
                        ? Task.of(
                                Kernel.TILES,
                                at,
                                Math.multiplyExact(tiles(m) * tiles(n) * w[Factors.STACK], ProductTiles.GROUP))
                        : Task.of(Kernel.PRODUCT, at, results));
        if (parts > 1) {
            int sums = words.add(m * n, Reduce.SUM, parts, m * n, w[Factors.C], y);
            tasks.add(Task.of(Kernel.REDUCE, sums, m * n));
        }
    }
}
