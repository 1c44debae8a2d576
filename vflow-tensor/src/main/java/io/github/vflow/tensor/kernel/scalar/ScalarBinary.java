package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;

/** The loops of this family over one element at a time; they define the bits. */
final class ScalarBinary implements BinaryKernels {
    private interface Function {
        float of(float a, float b);
    }

    private static void map(float[] m, int a, int b, int y, BroadcastGrid g, Function f) {
        for (int r = 0; r < g.rows(); r++) {
            for (int i = 0; i < g.columns(); i++) {
                m[y + r * g.yRow() + i] =
                        f.of(m[a + r * g.aRow() + i * g.aColumn()], m[b + r * g.bRow() + i * g.bColumn()]);
            }
        }
    }

    @Override
    public void add(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, Float::sum);
    }

    @Override
    public void sub(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, (p, q) -> p - q);
    }

    @Override
    public void mul(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, (p, q) -> p * q);
    }

    @Override
    public void div(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, (p, q) -> p / q);
    }

    @Override
    public void max(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, Math::max);
    }

    @Override
    public void min(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, Math::min);
    }

    @Override
    public void greater(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, (p, q) -> p > q ? 1f : 0f);
    }

    @Override
    public void gate(float[] m, int a, int b, int y, BroadcastGrid g) {
        map(m, a, b, y, g, (p, q) -> q > 0f ? p : 0f);
    }

    @Override
    public void select(float[] m, int mask, int maskStep, int a, int aStep, int b, int bStep, int y, int n) {
        for (int i = 0; i < n; i++) {
            m[y + i] = m[mask + i * maskStep] != 0f ? m[a + i * aStep] : m[b + i * bStep];
        }
    }
}
