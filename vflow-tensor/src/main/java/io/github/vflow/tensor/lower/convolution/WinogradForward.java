package io.github.vflow.tensor.lower.convolution;

import static io.github.vflow.tensor.lower.convolution.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Workers;
import java.util.Arrays;

/**
 * A convolution with a transformed kernel u [16, c, f], some tiles at a time. The planes of the tiles [16, tiles, c] and of some
 * filters of the results [16, tiles, f] stay in the second-level cache.
 */
final class WinogradForward {
    /** Tiles of a chunk. */
    private static final int TILES = 64;

    /** Channels of planes that are computed at a time. */
    private static final int CHANNELS = 128;

    /** Filters of planes that are computed at a time: four of the widest vectors. */
    private static final int FILTERS = 64;

    /** Tiles of a chunk where there are many threads and few tiles for each. */
    private static final int LEAST = 32;

    private static final int LANES = 16;

    private final Kernels kernels;
    private final ImageStrips strips;
    private final EvenParts channels;
    private final EvenParts filters;
    private final int x;
    private final int u;
    private final int y;
    private final int tiles;
    private final Product[][][] products;
    private final WinogradTiles[] ofChannels;
    private final WinogradTiles[] ofFilters;
    private final int padded;
    private final int planes;
    private final int results;
    private final int room;
    private final int size;
    private final int memory;

    WinogradForward(Kernels kernels, Workers workers, Scratch scratch, Convolution.Conv2d op, int x, int u, int y) {
        this.kernels = kernels;
        int c = op.kernel().shape().dim(2);
        int f = op.kernel().shape().dim(3);
        int all = op.x().shape().size() / (4 * c);
        this.strips = ImageStrips.of(op.x().shape(), Math.clamp(all / workers.count(), LEAST, TILES));
        this.channels = EvenParts.of(c, CHANNELS, LANES);
        this.filters = EvenParts.of(f, FILTERS, LANES);
        this.x = x;
        this.u = u;
        this.y = y;
        this.tiles = strips.together() * strips.tiles();
        this.products = new Product[channels.count()][filters.count()][2];
        for (int i = 0; i < channels.count(); i++) {
            for (int j = 0; j < filters.count(); j++) {
                products[i][j][0] = product(channels.size(i), filters.size(j), f, false);
                products[i][j][1] = product(channels.size(i), filters.size(j), f, true);
            }
        }
        this.ofChannels = new WinogradTiles[channels.count()];
        Arrays.setAll(ofChannels, i -> tiles(channels.size(i), strips.paddedRow(), c));
        this.ofFilters = new WinogradTiles[filters.count()];
        Arrays.setAll(ofFilters, i -> tiles(filters.size(i), strips.w() * f, f));
        this.padded = Scratch.aligned(strips.together() * strips.padded());
        this.planes = PLANES * Winograd.plane(tiles, channels.size());
        this.results = PLANES * Winograd.plane(tiles, filters.size());
        this.room = products[0][0][1].room(tiles);
        this.size = padded + planes + results + room;
        this.memory = scratch.take(size * workers.count());
    }

    private WinogradTiles tiles(int size, int row, int pixel) {
        return new WinogradTiles(strips.rows(), strips.columns(), size, row, pixel, Winograd.plane(tiles, size), size);
    }

    private Product product(int c, int filters, int f, boolean adds) {
        Axis features = Axis.plain(1, c);
        return new Product(
                kernels.matrices(), new Gemm(tiles, filters, c, Axis.plain(c, tiles), features, f, filters), adds);
    }

    int chunks() {
        return strips.chunks();
    }

    void run(float[] m, int chunk, int worker) {
        int image = memory + worker * size;
        int v = image + padded;
        int results = v + planes;
        int free = results + this.results;
        int first = chunk * strips.together();
        int count = strips.in(chunk);
        for (int s = 0; s < count; s++) {
            strips.clear(m, image + s * strips.padded());
            strips.copy(m, x, first + s, image + s * strips.padded());
        }
        int n = channels.length() * filters.length();
        for (int j = 0; j < filters.count(); j++) {
            for (int i = 0; i < channels.count(); i++) {
                if (j == 0 || channels.count() > 1) {
                    planes(m, image, v, i, count);
                }
                Product product = products[i][j][i == 0 ? 0 : 1];
                int b = u + channels.from(i) * filters.length() + filters.from(j);
                for (int p = 0; p < PLANES; p++) {
                    int a = v + p * ofChannels[i].plane();
                    int to = results + p * ofFilters[j].plane();
                    product.rows(m, a, b + p * n, to, 0, count * strips.tiles(), free);
                }
            }
            pixels(m, results, first, j, count);
        }
    }

    private void planes(float[] m, int image, int v, int block, int count) {
        int c = channels.size(block);
        WinogradTiles t = ofChannels[block];
        for (int s = 0; s < count; s++) {
            int from = image + s * strips.padded() + channels.from(block);
            kernels.winograd().planes(m, from, v + s * strips.tiles() * c, t);
        }
    }

    private void pixels(float[] m, int results, int first, int block, int count) {
        int f = filters.size(block);
        int row = strips.w() * filters.length();
        WinogradTiles t = ofFilters[block];
        for (int s = 0; s < count; s++) {
            int to = y + strips.row(first + s) * row + filters.from(block);
            kernels.winograd().pixels(m, results + s * strips.tiles() * f, to, t);
        }
    }
}
