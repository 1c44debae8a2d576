package io.github.vflow.tensor.kernel;

/** One element at a time. */
final class ScalarWinograd implements WinogradKernels {
    @Override
    public void planes(float[] m, int x, int v, Tiles t) {
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
    public void pixels(float[] m, int v, int y, Tiles t) {
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
    public void pixelPlanes(float[] m, int x, int v, Tiles t, PlaneRow r) {
        float[] e = new float[4];
        for (int place = 0; place < t.rows() * t.columns(); place++) {
            int from = x + 2 * (place / t.columns()) * t.row() + 2 * (place % t.columns()) * t.pixel();
            for (int c = 0; c < t.channels(); c++) {
                for (int j = 0; j < 4; j++) {
                    e[j] = sum(m, from + j * t.pixel() + c, t, r);
                }
                before(e, 0, 1);
                for (int j = 0; j < 4; j++) {
                    m[v + j * t.plane() + place * t.tile() + c] = e[j];
                }
            }
        }
    }

    @Override
    public void cotangentPlanes(float[] m, int g, int v, Tiles t, PlaneRow r) {
        for (int place = 0; place < t.rows() * t.columns(); place++) {
            int from = g + 2 * (place / t.columns()) * t.row() + 2 * (place % t.columns()) * t.pixel();
            int to = v + place * t.tile();
            for (int c = 0; c < t.channels(); c++) {
                float e0 = sum(m, from + c, t, r);
                float e1 = sum(m, from + t.pixel() + c, t, r);
                m[to + c] = e0;
                m[to + t.plane() + c] = e0 + e1;
                m[to + 2 * t.plane() + c] = e0 - e1;
                m[to + 3 * t.plane() + c] = -e1;
            }
        }
    }

    private static float sum(float[] m, int x, Tiles t, PlaneRow r) {
        return Math.fma(m[x + r.j() * t.row()], r.b(), m[x + r.i() * t.row()] * r.a());
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
