package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.RandomKernels;
import io.github.vflow.tensor.kernel.Threefry;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Threefry-4x32-20 in lanes: a vector of counters at a time. */
final class VectorRandom implements RandomKernels {
    private static final int COUNTERS = BLOCK / 4;
    private static final float STEP = 0x1p-24f;
    private static final int ROUND_BITS = Float.floatToRawIntBits(FloatMath.ROUND);

    @Override
    public void uniform(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < COUNTERS; i += Lanes.N) {
                int at = from + b * BLOCK + i;
                words(seed, stream, (firstBlock + b) * COUNTERS + i, into, at);
                for (int w = 0; w < 4; w++) {
                    FloatVector bits = FloatVector.fromArray(Lanes.F, into, at + w * COUNTERS);
                    unit(bits, 0).intoArray(into, at + w * COUNTERS);
                }
            }
        }
    }

    @Override
    public void normal(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        for (int b = 0; b < blocks; b++) {
            for (int i = 0; i < COUNTERS; i += Lanes.N) {
                int at = from + b * BLOCK + i;
                words(seed, stream, (firstBlock + b) * COUNTERS + i, into, at);
                boxMuller(into, at);
                boxMuller(into, at + 2 * COUNTERS);
            }
        }
    }

    private static FloatVector unit(FloatVector bits, int plus) {
        IntVector top =
                bits.reinterpretAsInts().lanewise(VectorOperators.LSHR, 8).add(plus);
        return ((FloatVector) top.convert(VectorOperators.I2F, 0)).mul(STEP);
    }

    /** Two vectors of random words become two of normals: r·cos 2πu and r·sin 2πu, with r = √(−2 ln u′). */
    private static void boxMuller(float[] into, int at) {
        FloatVector uniform = unit(FloatVector.fromArray(Lanes.F, into, at), 1);
        FloatVector turn = unit(FloatVector.fromArray(Lanes.F, into, at + COUNTERS), 0);
        FloatVector radius = VectorMath.log(uniform).mul(-2f).sqrt();
        FloatVector t = turn.fma(FloatVector.broadcast(Lanes.F, 4f), FloatVector.broadcast(Lanes.F, FloatMath.ROUND));
        IntVector q = t.reinterpretAsInts().sub(ROUND_BITS);
        FloatVector x = turn.fma(
                        FloatVector.broadcast(Lanes.F, 4f), t.sub(FloatMath.ROUND).neg())
                .mul((float) (Math.PI / 2));
        FloatVector z = x.mul(x);
        FloatVector sin = FloatVector.broadcast(Lanes.F, -1.9515295891E-4f);
        sin = sin.fma(z, FloatVector.broadcast(Lanes.F, 8.3321608736E-3f));
        sin = sin.fma(z, FloatVector.broadcast(Lanes.F, -1.6666654611E-1f));
        sin = sin.mul(z).fma(x, x);
        FloatVector cos = FloatVector.broadcast(Lanes.F, 2.443315711809948E-5f);
        cos = cos.fma(z, FloatVector.broadcast(Lanes.F, -1.388731625493765E-3f));
        cos = cos.fma(z, FloatVector.broadcast(Lanes.F, 4.166664568298827E-2f));
        cos = cos.mul(z).fma(z, z.fma(FloatVector.broadcast(Lanes.F, -0.5f), FloatVector.broadcast(Lanes.F, 1f)));
        quadrant(sin, cos, q.add(1)).mul(radius).intoArray(into, at);
        quadrant(sin, cos, q).mul(radius).intoArray(into, at + COUNTERS);
    }

    private static FloatVector quadrant(FloatVector sin, FloatVector cos, IntVector q) {
        IntVector even = q.lanewise(VectorOperators.AND, 1);
        FloatVector v = cos.blend(sin, even.eq(0).cast(Lanes.F));
        // the sign bit is bit 1 of the quadrant
        IntVector sign = q.lanewise(VectorOperators.AND, 2).lanewise(VectorOperators.LSHL, 30);
        return v.reinterpretAsInts().lanewise(VectorOperators.XOR, sign).reinterpretAsFloats();
    }

    /** The four words of counters first, first + 1, … as raw bits, one vector every {@link #COUNTERS} floats. */
    private static void words(long seed, long stream, long first, float[] into, int at) {
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        int k2 = (int) stream;
        int k3 = (int) (stream >>> 32);
        int k4 = Threefry.PARITY ^ k0 ^ k1 ^ k2 ^ k3;
        // blocks start at multiples of 16, so the low word does not overflow inside a vector
        IntVector x0 = IntVector.broadcast(Lanes.I, (int) first).addIndex(1).add(k0);
        IntVector x1 = IntVector.broadcast(Lanes.I, (int) (first >>> 32) + k1);
        IntVector x2 = IntVector.broadcast(Lanes.I, k2);
        IntVector x3 = IntVector.broadcast(Lanes.I, k3);
        for (int injection = 1; injection <= 5; injection++) {
            boolean odd = (injection & 1) == 1;
            x0 = x0.add(x1);
            x1 = x1.lanewise(VectorOperators.ROL, odd ? 10 : 6).lanewise(VectorOperators.XOR, x0);
            x2 = x2.add(x3);
            x3 = x3.lanewise(VectorOperators.ROL, odd ? 26 : 20).lanewise(VectorOperators.XOR, x2);
            x0 = x0.add(x3);
            x3 = x3.lanewise(VectorOperators.ROL, odd ? 11 : 17).lanewise(VectorOperators.XOR, x0);
            x2 = x2.add(x1);
            x1 = x1.lanewise(VectorOperators.ROL, odd ? 21 : 11).lanewise(VectorOperators.XOR, x2);
            x0 = x0.add(x1);
            x1 = x1.lanewise(VectorOperators.ROL, odd ? 13 : 25).lanewise(VectorOperators.XOR, x0);
            x2 = x2.add(x3);
            x3 = x3.lanewise(VectorOperators.ROL, odd ? 27 : 10).lanewise(VectorOperators.XOR, x2);
            x0 = x0.add(x3);
            x3 = x3.lanewise(VectorOperators.ROL, odd ? 23 : 18).lanewise(VectorOperators.XOR, x0);
            x2 = x2.add(x1);
            x1 = x1.lanewise(VectorOperators.ROL, odd ? 5 : 20).lanewise(VectorOperators.XOR, x2);
            x0 = x0.add(key(injection, k0, k1, k2, k3, k4));
            x1 = x1.add(key(injection + 1, k0, k1, k2, k3, k4));
            x2 = x2.add(key(injection + 2, k0, k1, k2, k3, k4));
            x3 = x3.add(key(injection + 3, k0, k1, k2, k3, k4) + injection);
        }
        x0.reinterpretAsFloats().intoArray(into, at);
        x1.reinterpretAsFloats().intoArray(into, at + COUNTERS);
        x2.reinterpretAsFloats().intoArray(into, at + 2 * COUNTERS);
        x3.reinterpretAsFloats().intoArray(into, at + 3 * COUNTERS);
    }

    private static int key(int i, int k0, int k1, int k2, int k3, int k4) {
        return switch (i % 5) {
            case 0 -> k0;
            case 1 -> k1;
            case 2 -> k2;
            case 3 -> k3;
            default -> k4;
        };
    }
}
