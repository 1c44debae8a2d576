package io.github.vflow.tensor.lower.convolution;

import static io.github.vflow.tensor.lower.convolution.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import java.util.Arrays;

/**
 * The gradient of a kernel [3, 3, c, f]: Gᵀ·S·G with S = Σ over tiles of (Bᵀ·d·B)ᵀ·(A·g·Aᵀ), where g is the cotangent of 2×2
 * pixels. Images are cut into parts, and the gradients of parts are added. A chunk is some filters of a part. Where filters fill
 * one vector and channels more, S is stored as [16, f, c], since products with longer rows are faster.
 *
 * <p>With more threads than such chunks, all planes are computed first, then the product of each plane, then the gradient at each
 * position of the kernel. These phases have many chunks, and the same operations in the same order, but their planes do not stay in the
 * near caches.
 */
final class WinogradBackward {
    /** Maximum floats of all planes of a chunk; they stay in the second-level cache. */
    private static final int NUMBERS = 3 << 16;

    /** Maximum tiles of a chunk. */
    private static final int TILES = 128;

    /** Filters of a chunk. */
    private static final int FILTERS = 128;

    /** Maximum number of parts: the gradient of each takes memory and is added. */
    private static final int PARTS = 4;

    /** Positions of a kernel. */
    private static final int POSITIONS = 9;

    private static final int LANES = 16;

    private final Kernels kernels;
    private final ImageStrips strips;
    private final EvenParts filters;
    private final int x;
    private final int g;
    private final EvenParts parts;
    private final boolean transposed;
    private final int gradients;
    private final Filters most;
    private final Filters last;
    private final WinogradTiles pixels;
    private final int padded;
    private final int v;
    private final int z;
    private final int room;
    private final int sums;
    private final boolean inPhases;
    private final int memory;

    /** Offset of the phase buffers: planes of all strips in chunk order, then the product sums of all parts. */
    private final int all;

    WinogradBackward(
            Kernels kernels, Workers workers, Scratch scratch, Convolution.KernelGradient op, int x, int g, int y) {
        this.kernels = kernels;
        this.filters = EvenParts.of(op.g().shape().dim(3), FILTERS, LANES);
        int c = op.x().shape().dim(3);
        this.strips = ImageStrips.of(op.x().shape(), Math.min(TILES, NUMBERS / PLANES / (c + filters.size())));
        this.x = x;
        this.g = g;
        this.parts = new EvenParts(strips.chunks(), (strips.chunks() + PARTS - 1) / PARTS);
        this.transposed = filters.length() <= LANES && c > LANES;
        int tiles = strips.together() * strips.tiles();
        this.pixels = new WinogradTiles(
                strips.rows(), strips.columns(), c, strips.paddedRow(), c, Winograd.plane(tiles, c), c);
        this.most = new Filters(filters.size(0), tiles);
        this.last = new Filters(filters.size(filters.count() - 1), tiles);
        this.padded = Scratch.aligned(strips.padded());
        this.v = PLANES * Winograd.plane(tiles, c);
        this.z = PLANES * Winograd.plane(tiles, filters.size());
        this.room = most.more.room(transposed ? filters.length() : c);
        this.sums = Scratch.aligned(PLANES * c * filters.size());
        this.inPhases = workers.count() > chunks();
        this.memory = scratch.take(size(inPhases) * workers.count());
        this.all = inPhases ? scratch.take(planes(strips.chunks()) + 2 * sums * chunks()) : 0;
        this.gradients = parts.count() == 1 ? y : scratch.take(parts.count() * size());
    }

    /** Elements of the gradient. */
    int size() {
        return POSITIONS * strips.c() * filters.length();
    }

    /** The number of parts; a single part is the whole gradient. */
    int parts() {
        return parts.count();
    }

    /** The offset of the gradients of parts, which follow one another. */
    int gradients() {
        return gradients;
    }

    /**
     * The products for some filters. The product of the first chunk of tiles begins a sum, later products are added, and the last
     * chunk may be smaller.
     */
    private final class Filters {
        private final Product first;
        private final Product more;
        private final Product lastFirst;
        private final Product lastMore;
        private final WinogradTiles cotangents;
        private final Combination[] positions = new Combination[POSITIONS];
        private final RowCopy rows;
        private final Transpose transposition;

        Filters(int size, int tiles) {
            int rest = strips.in(strips.chunks() - 1);
            this.first = product(size, strips.together(), false);
            this.more = product(size, strips.together(), true);
            this.lastFirst = product(size, rest, false);
            this.lastMore = product(size, rest, true);
            int c = pixels.channels();
            int f = filters.length();
            Winograd.Squares squares = Winograd.Squares.of(4, c * size);
            Arrays.setAll(positions, i -> Winograd.TO_KERNEL.number(i, squares, c * size));
            this.rows = new RowCopy(c, size, size, f);
            this.transposition = new Transpose(size, c, c, f);
            this.cotangents = new WinogradTiles(
                    strips.rows(), strips.columns(), size, strips.w() * f, f, Winograd.plane(tiles, size), size);
        }

        private Product product(int size, int together, boolean adds) {
            int c = pixels.channels();
            int k = together * strips.tiles();
            Gemm gemm = transposed
                    ? new Gemm(size, c, k, Axis.plain(1, size), Axis.plain(size, k), c, c)
                    : new Gemm(c, size, k, Axis.plain(1, c), Axis.plain(c, k), size, size);
            return new Product(kernels.matrices(), gemm, adds);
        }

        Product of(int chunk, boolean begins) {
            if (chunk == strips.chunks() - 1) {
                return begins ? lastFirst : lastMore;
            }
            return begins ? first : more;
        }
    }

    private int chunks() {
        return parts.count() * filters.count();
    }

    /** The gradients of all parts. */
    Step of(Workers workers) {
        if (!inPhases) {
            return workers.placed(chunks(), this::run);
        }
        Step planes = workers.placed(strips.count(), this::planesOf);
        Step products = workers.placed(chunks() * PLANES, this::productOf);
        Step positions = workers.parallel(chunks() * POSITIONS, this::positionOf);
        return m -> {
            planes.run(m);
            products.run(m);
            positions.run(m);
        };
    }

    /** Floats that a worker has to itself. */
    private int size(boolean phases) {
        return phases ? padded + room : padded + v + z + room + 2 * sums;
    }

    /** Floats of the planes of some chunks of strips. */
    private int planes(int chunks) {
        return chunks * (v + filters.count() * z);
    }

    private int sums(int chunk) {
        return all + planes(strips.chunks()) + chunk * 2 * sums;
    }

    /** All planes of a strip. */
    private void planesOf(float[] m, int strip, int worker) {
        int image = memory + worker * size(true);
        strips.clear(m, image);
        int chunk = strip / strips.together();
        int at = all + planes(chunk);
        int tiles = strip % strips.together() * strips.tiles();
        pixelPlanes(m, strip, image, at + tiles * pixels.tile());
        for (int block = 0; block < filters.count(); block++) {
            WinogradTiles cotangents = filters(block).cotangents;
            int to = at + v + block * z + tiles * cotangents.tile();
            cotangentPlanes(m, strip, filters.from(block), cotangents, to);
        }
    }

    /** The sum of the products of a plane over a part. */
    private void productOf(float[] m, int number, int worker) {
        int chunk = number / PLANES;
        int plane = number % PLANES;
        int block = chunk % filters.count();
        int part = chunk / filters.count();
        int free = memory + worker * size(true) + padded;
        int begin = parts.from(part);
        for (int i = begin; i < begin + parts.size(part); i++) {
            int a = all + planes(i);
            multiply(m, filters(block), i, i == begin, plane, a, a + v + block * z, sums(chunk), free);
        }
    }

    private void positionOf(float[] m, int number) {
        int chunk = number / POSITIONS;
        int block = chunk % filters.count();
        int part = chunk / filters.count();
        int position = number % POSITIONS;
        int n = pixels.channels() * filters(block).cotangents.channels();
        int gradient = sums(chunk) + sums + position * n;
        gradient(m, filters(block), position, sums(chunk), gradient, gradients + part * size() + filters.from(block));
    }

    private Filters filters(int block) {
        return block == filters.count() - 1 ? last : most;
    }

    private void run(float[] m, int chunk, int worker) {
        int block = chunk % filters.count();
        int part = chunk / filters.count();
        Filters now = filters(block);
        int image = memory + worker * size(false);
        int a = image + padded;
        int b = a + v;
        int free = b + z;
        int to = free + room;
        int begin = parts.from(part);
        strips.clear(m, image);
        for (int i = begin; i < begin + parts.size(part); i++) {
            planes(m, i, now.cotangents, filters.from(block), image);
            for (int p = 0; p < PLANES; p++) {
                multiply(m, now, i, i == begin, p, a, b, to, free);
            }
        }
        for (int i = 0; i < POSITIONS; i++) {
            gradient(m, now, i, to, to + sums, gradients + part * size() + filters.from(block));
        }
    }

    /** The product of a plane of some strips, from planes at a and b on, to the sums of products at {@code to}. */
    private void multiply(
            float[] m, Filters now, int chunk, boolean begins, int plane, int a, int b, int to, int free) {
        Product product = now.of(chunk, begins);
        int ofPixels = a + plane * pixels.plane();
        int ofCotangents = b + plane * now.cotangents.plane();
        int sum = to + plane * pixels.channels() * now.cotangents.channels();
        if (transposed) {
            product.rows(m, ofCotangents, ofPixels, sum, 0, filters.length(), free);
        } else {
            product.rows(m, ofPixels, ofCotangents, sum, 0, strips.c(), free);
        }
    }

    /** Computes the gradient of some filters at a position of the kernel from the sums. */
    private void gradient(float[] m, Filters now, int position, int from, int gradient, int y) {
        int to = y + position * strips.c() * filters.length();
        kernels.winograd().combine(m, from, gradient, now.positions[position]);
        if (transposed) {
            kernels.matrices().transpose(m, gradient, to, now.transposition);
        } else {
            kernels.movements().copy(m, gradient, to, now.rows);
        }
    }

    /** Computes all planes of the pixels and cotangents of some strips. */
    private void planes(float[] m, int chunk, WinogradTiles cotangents, int filter, int image) {
        int a = image + padded;
        int b = a + v;
        for (int s = 0; s < strips.in(chunk); s++) {
            int strip = chunk * strips.together() + s;
            int tiles = s * strips.tiles();
            pixelPlanes(m, strip, image, a + tiles * pixels.tile());
            cotangentPlanes(m, strip, filter, cotangents, b + tiles * cotangents.tile());
        }
    }

    private void pixelPlanes(float[] m, int strip, int image, int to) {
        strips.copy(m, x, strip, image);
        kernels.winograd().planes(m, image, to, pixels);
    }

    private void cotangentPlanes(float[] m, int strip, int filter, WinogradTiles cotangents, int to) {
        int from = g + strips.row(strip) * cotangents.row() + filter;
        kernels.winograd().cotangentPlanes(m, from, to, cotangents);
    }
}
