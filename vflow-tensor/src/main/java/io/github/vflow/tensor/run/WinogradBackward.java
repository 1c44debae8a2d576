package io.github.vflow.tensor.run;

import static io.github.vflow.tensor.run.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Combination;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Kernels;

/**
 * The gradient of a transformed kernel [16, c, f], one plane after the other: Σ over tiles of (Bᵀ·d·B)ᵀ·(A·g·Aᵀ), with g the cotangent of
 * 2×2 pixels. A chunk is one plane of some filters, so that each sum is one chunk's own.
 */
final class WinogradBackward {
    /** Tiles at a time. */
    private static final int TILES = 256;

    /** Filters of a chunk. */
    private static final int FILTERS = 256;

    private static final int LANES = 16;

    private final Kernels kernels;
    private final Strips strips;
    private final Blocks filters;
    private final int x;
    private final int g;
    private final int planes;
    private final Filters most;
    private final Filters last;
    private final Combination[] pixels;
    private final int image;
    private final int v;
    private final int z;
    private final int room;
    private final int memory;

    WinogradBackward(
            Kernels kernels,
            Workers workers,
            Scratch scratch,
            Convolution.KernelGradient op,
            int x,
            int g,
            int planes) {
        this.kernels = kernels;
        this.strips = Strips.of(op.x().shape(), TILES);
        this.filters = Blocks.even(op.g().shape().dim(3), FILTERS, LANES);
        this.x = x;
        this.g = g;
        this.planes = planes;
        this.most = new Filters(filters.size(0));
        this.last = new Filters(filters.size(filters.count() - 1));
        int c = strips.c();
        int row = strips.paddedRow();
        this.pixels = new Combination[PLANES];
        for (int p = 0; p < PLANES; p++) {
            pixels[p] = Winograd.PIXELS.number(p, row, c, strips.rows(), strips.columns(), c, 2 * row, 2 * c, c);
        }
        int tiles = strips.together() * strips.tiles();
        this.image = Scratch.aligned(strips.padded());
        this.v = Scratch.aligned(tiles * c);
        this.z = Scratch.aligned(tiles * filters.size());
        this.room = most.more.room(c);
        this.memory = scratch.take((image + v + z + room) * workers.count());
    }

    /** What some filters take: the products of the first chunk of tiles, of the others, and of the last. */
    private final class Filters {
        private final Product first;
        private final Product more;
        private final Product rest;
        private final Combination[] cotangents = new Combination[PLANES];

        Filters(int size) {
            int rest = strips.in(strips.chunks() - 1);
            this.first = product(size, strips.in(0), false);
            this.more = product(size, strips.together(), true);
            this.rest = strips.chunks() == 1 ? first : product(size, rest, true);
            int f = filters.length();
            int row = strips.w() * f;
            for (int p = 0; p < PLANES; p++) {
                cotangents[p] = Winograd.COTANGENT.number(
                        p, row, f, strips.rows(), strips.columns(), size, 2 * row, 2 * f, size);
            }
        }

        private Product product(int size, int strips, boolean adds) {
            int c = WinogradBackward.this.strips.c();
            int k = strips * WinogradBackward.this.strips.tiles();
            return new Product(
                    kernels.matrices(),
                    new Gemm(c, size, k, Axis.plain(1, c), Axis.plain(c, k), size, filters.length()),
                    adds);
        }

        Product of(int chunk) {
            return chunk == 0 ? first : chunk == strips.chunks() - 1 ? rest : more;
        }
    }

    int chunks() {
        return PLANES * filters.count();
    }

    void run(float[] m, int chunk, int worker) {
        int plane = chunk / filters.count();
        int block = chunk % filters.count();
        Filters now = block == filters.count() - 1 ? last : most;
        int size = filters.size(block);
        int padded = memory + worker * (image + v + z + room);
        int a = padded + image;
        int b = a + v;
        int free = b + z;
        int row = strips.w() * filters.length();
        int to = planes + plane * strips.c() * filters.length() + filters.from(block);
        for (int i = 0; i < strips.chunks(); i++) {
            for (int s = 0; s < strips.in(i); s++) {
                int strip = i * strips.together() + s;
                strips.copy(m, x, strip, padded);
                kernels.winograd().combine(m, padded, a + s * strips.tiles() * strips.c(), pixels[plane]);
                int from = g + strips.row(strip) * row + filters.from(block);
                kernels.winograd().combine(m, from, b + s * strips.tiles() * size, now.cotangents[plane]);
            }
            now.of(i).rows(m, a, b, to, 0, strips.c(), free);
        }
    }
}
