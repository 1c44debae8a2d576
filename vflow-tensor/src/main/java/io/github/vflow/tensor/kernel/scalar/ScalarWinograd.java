package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.WinogradKernels;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;

/** The loops of this family over one element at a time; they define the bits. */
final class ScalarWinograd implements WinogradKernels {
    @Override
    public void planes(float[] m, int x, int v, WinogradTiles t) {
        float[] d = new float[16];
        for (int place = 0; place < t.rows() * t.columns(); place++) {
            int from = x + 2 * (place / t.columns()) * t.row() + 2 * (place % t.columns()) * t.pixel();
            for (int c = 0; c < t.channels(); c++) {
                for (int i = 0; i < 16; i++) {
                    d[i] = m[from + i / 4 * t.row() + i % 4 * t.pixel() + c];
                }
                for (int j = 0; j < 4; j++) {
                    before(d, j, 4);
                }
                for (int i = 0; i < 4; i++) {
                    before(d, 4 * i, 1);
                }
                for (int i = 0; i < 16; i++) {
                    m[v + i * t.plane() + place * t.tile() + c] = d[i];
                }
            }
        }
    }

    /** Bᵀ of four numbers. */
    private static void before(float[] d, int at, int step) {
        float d0 = d[at];
        float d1 = d[at + step];
        float d2 = d[at + 2 * step];
        float d3 = d[at + 3 * step];
        d[at] = d0 - d2;
        d[at + step] = d1 + d2;
        d[at + 2 * step] = d2 - d1;
        d[at + 3 * step] = d1 - d3;
    }

    @Override
    public void pixels(float[] m, int v, int y, WinogradTiles t) {
        float[] d = new float[16];
        for (int place = 0; place < t.rows() * t.columns(); place++) {
            int to = y + 2 * (place / t.columns()) * t.row() + 2 * (place % t.columns()) * t.pixel();
            for (int c = 0; c < t.channels(); c++) {
                for (int i = 0; i < 16; i++) {
                    d[i] = m[v + i * t.plane() + place * t.tile() + c];
                }
                for (int j = 0; j < 4; j++) {
                    after(d, j, 4);
                }
                for (int i = 0; i < 2; i++) {
                    after(d, 4 * i, 1);
                    m[to + i * t.row() + c] = d[4 * i];
                    m[to + i * t.row() + t.pixel() + c] = d[4 * i + 1];
                }
            }
        }
    }

    /** Aᵀ of four numbers: two. */
    private static void after(float[] d, int at, int step) {
        float d1 = d[at + step];
        float d2 = d[at + 2 * step];
        d[at] = d[at] + d1 + d2;
        d[at + step] = d1 - d2 - d[at + 3 * step];
    }

    @Override
    public void cotangentPlanes(float[] m, int g, int v, WinogradTiles t) {
        float[] d = new float[16];
        for (int place = 0; place < t.rows() * t.columns(); place++) {
            int from = g + 2 * (place / t.columns()) * t.row() + 2 * (place % t.columns()) * t.pixel();
            for (int c = 0; c < t.channels(); c++) {
                for (int j = 0; j < 2; j++) {
                    d[j] = m[from + j * t.pixel() + c];
                    d[4 + j] = m[from + t.row() + j * t.pixel() + c];
                    spread(d, j, 4);
                }
                for (int i = 0; i < 4; i++) {
                    spread(d, 4 * i, 1);
                }
                for (int i = 0; i < 16; i++) {
                    m[v + i * t.plane() + place * t.tile() + c] = d[i];
                }
            }
        }
    }

    /** A of two numbers: four. */
    private static void spread(float[] d, int at, int step) {
        float d0 = d[at];
        float d1 = d[at + step];
        d[at + step] = d0 + d1;
        d[at + 2 * step] = d0 - d1;
        d[at + 3 * step] = -d1;
    }

    @Override
    public void combine(float[] m, int x, int y, Combination c) {
        for (int i = 0; i < c.n(); i++) {
            float sum = m[x + c.offsets()[0] + i] * c.factors()[0];
            for (int term = 1; term < c.offsets().length; term++) {
                sum = Math.fma(m[x + c.offsets()[term] + i], c.factors()[term], sum);
            }
            m[y + i] = sum;
        }
    }
}
