package io.github.vflow.tensor.run;

import static io.github.vflow.tensor.run.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Tiles;

/**
 * The gradient of a transformed kernel [16, c, f], four planes at a time: Σ over tiles of (Bᵀ·d·B)ᵀ·(A·g·Aᵀ), with g the cotangent of
 * 2×2 pixels. Images are in parts, each with sums of its own, so that a thread reads only what of them it has made itself; a chunk is a row
 * of planes of some filters of a part.
 */
final class WinogradBackward {
    /** Floats of a plane of some tiles: four of pixels and four of cotangents stay in the second-level cache. */
    private static final int PLANE = 8_192;

    /** Tiles at a time, at most. */
    private static final int TILES = 256;

    /** Filters of a chunk. */
    private static final int FILTERS = 128;

    /** The most parts: their sums take memory and are added. */
    private static final int PARTS = 2;

    /** Planes of a row. */
    private static final int ROW = 4;

    private static final int LANES = 16;

    private final Kernels kernels;
    private final Strips strips;
    private final Blocks filters;
    private final Padded padded;
    private final int x;
    private final int g;
    private final Blocks parts;
    private final int sums;
    private final Filters most;
    private final Filters last;
    private final Tiles pixels;
    private final int v;
    private final int z;
    private final int room;
    private final int memory;

    /**
     * Of images copied with room around them.
     *
     * @param x where the copies lie
     */
    WinogradBackward(
            Kernels kernels,
            Workers workers,
            Scratch scratch,
            Convolution.KernelGradient op,
            Padded padded,
            int x,
            int g) {
        this.kernels = kernels;
        this.filters = Blocks.even(op.g().shape().dim(3), FILTERS, LANES);
        int c = padded.c();
        this.strips = Strips.of(op.x().shape(), Math.min(TILES, PLANE / Math.max(c, filters.size())));
        this.padded = padded;
        this.x = x;
        this.g = g;
        this.parts = new Blocks(strips.chunks(), (strips.chunks() + PARTS - 1) / PARTS);
        this.sums = scratch.take(parts.count() * PLANES * size());
        int tiles = strips.together() * strips.tiles();
        this.most = new Filters(filters.size(0), tiles);
        this.last = new Filters(filters.size(filters.count() - 1), tiles);
        this.pixels = new Tiles(strips.rows(), strips.columns(), c, padded.row(), c, Winograd.plane(tiles, c), c);
        this.v = ROW * Winograd.plane(tiles, c);
        this.z = ROW * Winograd.plane(tiles, filters.size());
        this.room = most.more.room(c);
        this.memory = scratch.take((v + z + room) * workers.count());
    }

    /** Numbers of a plane of sums. */
    private int size() {
        return padded.c() * filters.length();
    }

    /** How many parts there are. */
    int parts() {
        return parts.count();
    }

    /** Where the sums [parts, 16, c, f] lie. */
    int sums() {
        return sums;
    }

    /** What some filters take: the products of a chunk of tiles, which begins a sum or is added, and those of the last chunk. */
    private final class Filters {
        private final Product first;
        private final Product more;
        private final Product lastFirst;
        private final Product lastMore;
        private final Tiles cotangents;

        Filters(int size, int tiles) {
            int rest = strips.in(strips.chunks() - 1);
            this.first = product(size, strips.together(), false);
            this.more = product(size, strips.together(), true);
            this.lastFirst = product(size, rest, false);
            this.lastMore = product(size, rest, true);
            int f = filters.length();
            this.cotangents = new Tiles(
                    strips.rows(), strips.columns(), size, strips.w() * f, f, Winograd.plane(tiles, size), size);
        }

        private Product product(int size, int strips, boolean adds) {
            int c = padded.c();
            int k = strips * WinogradBackward.this.strips.tiles();
            return new Product(
                    kernels.matrices(),
                    new Gemm(c, size, k, Axis.plain(1, c), Axis.plain(c, k), size, filters.length()),
                    adds);
        }

        Product of(int chunk, boolean begins) {
            if (chunk == strips.chunks() - 1) {
                return begins ? lastFirst : lastMore;
            }
            return begins ? first : more;
        }
    }

    int chunks() {
        return parts.count() * PLANES / ROW * filters.count();
    }

    void run(float[] m, int chunk, int worker) {
        int block = chunk % filters.count();
        int row = chunk / filters.count() % (PLANES / ROW);
        int part = chunk / filters.count() / (PLANES / ROW);
        Filters now = block == filters.count() - 1 ? last : most;
        int a = memory + worker * (v + z + room);
        int b = a + v;
        int to = sums + (part * PLANES + row * ROW) * size() + filters.from(block);
        int begin = parts.from(part);
        for (int i = begin; i < begin + parts.size(part); i++) {
            planes(m, i, row, now.cotangents, filters.from(block), a, b);
            for (int p = 0; p < ROW; p++) {
                int pixelPlane = a + p * pixels.plane();
                int cotangentPlane = b + p * now.cotangents.plane();
                now.of(i, i == begin).rows(m, pixelPlane, cotangentPlane, to + p * size(), 0, padded.c(), b + z);
            }
        }
    }

    /** A row of planes of some strips' pixels and cotangents. */
    private void planes(float[] m, int chunk, int row, Tiles cotangents, int filter, int a, int b) {
        for (int s = 0; s < strips.in(chunk); s++) {
            int strip = chunk * strips.together() + s;
            int image = x + strips.image(strip) * padded.image() + strips.rowOfImage(strip) * padded.row();
            int tiles = s * strips.tiles();
            kernels.winograd().pixelPlanes(m, image, a + tiles * pixels.tile(), pixels, Winograd.PIXELS.get(row));
            int from = g + strips.row(strip) * cotangents.row() + filter;
            int to = b + tiles * cotangents.tile();
            kernels.winograd().cotangentPlanes(m, from, to, cotangents, Winograd.COTANGENT.get(row));
        }
    }
}
