package io.github.vflow.tensor.vector.matrix;

import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.RowSum;
import io.github.vflow.tensor.vector.lane.Transposition;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;

/**
 * Matrix products by register tiles, one column panel after another so that its part of b stays in the cache. Which tiles, rows ×
 * vectors, was measured on one core of a Zen 4 (docs/lab/performance.md, "Narrower lanes"); the best of each line is what is used:
 *
 * <table>
 * <caption>GFLOP/s of tiles where rows of a are contiguous; those of columns in brackets</caption>
 * <tr><th>lanes, registers</th><th>peak</th><th>tiles</th></tr>
 * <tr><td>512 bits, 32</td><td>116</td><td>6×4 and 10×2; 8×2 is used, which leaves no rows over</td></tr>
 * <tr><td>256 bits, 16</td><td>116</td><td>6×2 113 (47), 5×2 106 (83), 4×2 97 (68), 3×3 107 (73), 4×3 50</td></tr>
 * <tr><td>128 bits, 16</td><td>58</td><td>6×2 57 (29), 5×2 54 (43), 4×2 50 (33), 3×3 54 (42), 4×3 27</td></tr>
 * <tr><td>128 bits, 32</td><td>58</td><td>6×4 58, 4×4 58, 8×2 54, 4×2 50, 10×2 48, 6×2 47</td></tr>
 * </table>
 *
 * <p>The last line stands for ARM, where nothing was measured: 128-bit lanes on the registers of an AVX-512 machine.
 */
public final class VectorMatrices implements MatrixKernels {
    /** The most vectors of a row of accumulators; four need 24 registers. */
    private static final int WIDEST = Lanes.MANY ? 4 : 2;

    /**
     * From this distance on, rows of b are so far apart that each takes cache lines, and soon pages, of its own, which may compete
     * for one place. Narrow panels use less of each.
     */
    private static final int FAR = Lanes.MANY ? 256 : 64;

    /** Up to this many rows of b, two vectors of each stay in the first-level cache without a copy. */
    private static final int SHORT = 256;

    /** The least rows of a that make a copy of a panel of b worth it. */
    private static final int ROWS = Lanes.MANY ? 32 : 16;

    /** The rows of copied panels, by their number of vectors. */
    private static final Axis[] PACKED = IntStream.rangeClosed(0, WIDEST)
            .mapToObj(vectors -> Axis.plain(vectors * Lanes.N, Limits.DEPTH))
            .toArray(Axis[]::new);

    @Override
    public void multiply(float[] m, Gemm whole, int a, int b, int c, int from, int to, int free) {
        if (ThinTiles.fit(whole)) {
            ThinTiles.multiply(m, whole, a, b, c, from, to);
            return;
        }
        Gemm g = NonzeroRows.of(m, whole, b);
        boolean inPairs = Lanes.MANY && g.columns().step() != 1 && g.k() <= SHORT && g.bRow() > WIDEST * Lanes.N;
        int widest = inPairs ? 2 : WIDEST;
        int j = 0;
        while (j < g.n()) {
            int left = g.n() - j;
            int needed = (left + Lanes.N - 1) / Lanes.N;
            int vectors = needed >= widest ? widest : needed >= 2 ? 2 : 1;
            int width = Math.min(left, vectors * Lanes.N);
            int lastWidth = width - (vectors - 1) * Lanes.N;
            if (g.bRow() >= FAR && to - from >= ROWS && !inPairs) {
                pack(m, b + j, g, free, vectors * Lanes.N);
                tiles(m, g, a, free, PACKED[vectors], c + j, from, to, vectors, lastWidth);
            } else {
                tiles(m, g, a, b + j, g.bRows(), c + j, from, to, vectors, lastWidth);
            }
            j += width;
        }
    }

    /** Copies a panel of b, row after row. */
    private static void pack(float[] m, int b, Gemm g, int into, int width) {
        int to = into;
        for (int k = 0; k < g.k(); k++) {
            int from = b + g.bRows().at(k);
            for (int v = 0; v < width; v += Lanes.N) {
                FloatVector.fromArray(Lanes.F, m, from + v).intoArray(m, to + v);
            }
            to += width;
        }
    }

    /** Computes some vectors of columns from b and c on. */
    private static void tiles(
            float[] m, Gemm g, int a, int b, Axis bRows, int c, int from, int to, int vectors, int lastWidth) {
        if (g.columns().step() == 1) {
            RowTiles.columns(m, g, a, b, bRows.step(), bRows.skip(), c, from, to, vectors, lastWidth);
        } else {
            ColumnTiles.columns(m, g, a, b, bRows, c, from, to, vectors, lastWidth);
        }
    }

    @Override
    public void add(float[] m, Gemm g, int x, int c, int rows) {
        for (int i = 0; i < rows; i++) {
            addRow(m, x + i * g.n(), c + i * g.cRow(), g.n());
        }
    }

    private static void addRow(float[] m, int x, int y, int n) {
        int j = 0;
        for (; j <= n - Lanes.N; j += Lanes.N) {
            FloatVector sum = FloatVector.fromArray(Lanes.F, m, y + j).add(FloatVector.fromArray(Lanes.F, m, x + j));
            sum.intoArray(m, y + j);
        }
        for (; j < n; j++) {
            m[y + j] += m[x + j];
        }
    }

    @Override
    public void dots(float[] m, Dots d, int a, int b, int c, int free) {
        if (Lanes.N == Limits.LANES) {
            DotTiles.multiply(m, d, a, b, c, free);
            return;
        }
        for (int i = 0; i < d.rows(); i++) {
            for (int j = 0; j < d.columns(); j++) {
                m[c + i * d.cRow() + j] = RowSum.ofProduct(m, a + i * d.aRow(), b + j * d.bRow(), d);
            }
        }
    }

    @Override
    public void transpose(float[] m, int x, int y, Transpose t) {
        if (Lanes.N == Transposition.BLOCK && Math.min(t.rows(), t.columns()) >= Transposition.BLOCK) {
            Transposition.run(m, x, y, t);
            return;
        }
        if (Lanes.N == Transposition.BLOCK && Transposition.isHalf(t)) {
            Transposition.half(m, x, y, t);
            return;
        }
        for (int i = 0; i < t.rows(); i++) {
            int from = x + i * t.xRow();
            int to = y + i;
            for (int j = 0; j < t.columns(); j++) {
                m[to] = m[from + j];
                to += t.yRow();
            }
        }
    }
}
