package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.RandomKernels;
import io.github.vflow.tensor.kernel.Threefry;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Threefry-4x32-20 in lanes: a vector of counters at a time. Each pass over a block is a method of its own, small enough
 * for the compiler to inline all of its vector operations.
 */
final class VectorRandom implements RandomKernels {
    private static final int COUNTERS = BLOCK / 4;
    private static final float STEP = 0x1p-24f;
    private static final int ROUND_BITS = Float.floatToRawIntBits(FloatMath.ROUND);
    private static final int DOUBLE_ROUNDS = 10;

    /** Blocks of a pass: they fit the first-level cache. */
    private static final int TOGETHER = 16;

    @Override
    public void uniform(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        for (int b = 0; b < blocks; b++) {
            words(seed, stream, firstBlock + b, into, from + b * BLOCK);
        }
        for (int i = from; i < from + blocks * BLOCK; i += Lanes.N) {
            unit(into, i, 0);
        }
    }

    @Override
    public void normal(long seed, long stream, long firstBlock, float[] into, int from, int blocks) {
        for (int b = 0; b < blocks; b += TOGETHER) {
            int some = Math.min(TOGETHER, blocks - b);
            int at = from + b * BLOCK;
            for (int i = 0; i < some; i++) {
                words(seed, stream, firstBlock + b + i, into, at + i * BLOCK);
            }
            radii(into, at, at + some * BLOCK);
            for (int pair = at; pair < at + some * BLOCK; pair += 2 * COUNTERS) {
                turn(into, pair);
            }
        }
    }

    /** Turns random words into (word / 256 + plus)·2⁻²⁴, in place: a vector that is returned may go to the heap. */
    private static void unit(float[] into, int at, int plus) {
        IntVector top = FloatVector.fromArray(Lanes.F, into, at)
                .reinterpretAsInts()
                .lanewise(VectorOperators.LSHR, 8)
                .add(plus);
        ((FloatVector) top.convert(VectorOperators.I2F, 0)).mul(STEP).intoArray(into, at);
    }

    /**
     * Turns the first words of pairs, as u in [2⁻²⁴, 1], into √(−2 ln u), and the second words into fractions of a turn, u in [0,
     * 1).
     */
    private static void radii(float[] into, int from, int to) {
        for (int pair = from; pair < to; pair += 2 * COUNTERS) {
            for (int i = pair; i < pair + COUNTERS; i += Lanes.N) {
                unit(into, i, 1);
                unit(into, i + COUNTERS, 0);
                FloatVector u = FloatVector.fromArray(Lanes.F, into, i);
                VectorMath.logAlone(u).mul(-2f).sqrt().intoArray(into, i);
            }
        }
    }

    /**
     * Turns radii r and fractions of a turn u into r·cos 2πu and r·sin 2πu. One method without helpers: it is too large to be
     * inlined, so the compiler spends its whole node budget on it.
     */
    private static void turn(float[] into, int at) {
        for (int i = at; i < at + COUNTERS; i += Lanes.N) {
            FloatVector radius = FloatVector.fromArray(Lanes.F, into, i);
            FloatVector u = FloatVector.fromArray(Lanes.F, into, i + COUNTERS);
            FloatVector t = u.fma(4f, FloatMath.ROUND);
            IntVector q = t.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector four = FloatVector.broadcast(Lanes.F, 4f);
            FloatVector x = u.fma(four, t.sub(FloatMath.ROUND).neg()).mul((float) (Math.PI / 2));
            FloatVector z = x.mul(x);
            FloatVector sin = z.fma(-1.9515295891E-4f, 8.3321608736E-3f);
            sin = sin.fma(z, FloatVector.broadcast(Lanes.F, -1.6666654611E-1f));
            sin = sin.mul(z).fma(x, x);
            FloatVector cos = z.fma(2.443315711809948E-5f, -1.388731625493765E-3f);
            cos = cos.fma(z, FloatVector.broadcast(Lanes.F, 4.166664568298827E-2f));
            cos = cos.mul(z).fma(z, z.fma(-0.5f, 1f));
            // an odd quadrant exchanges sine and cosine; bit 1 of the quadrant is the sign. No masks: they would not
            // inline
            IntVector s = sin.reinterpretAsInts();
            IntVector c = cos.reinterpretAsInts();
            IntVector exchanged = s.lanewise(VectorOperators.XOR, c)
                    .lanewise(
                            VectorOperators.AND,
                            q.lanewise(VectorOperators.AND, 1).neg());
            IntVector minusSin = q.lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, 31);
            IntVector minusCos = q.add(1).lanewise(VectorOperators.LSHR, 1).lanewise(VectorOperators.LSHL, 31);
            c.lanewise(VectorOperators.XOR, exchanged)
                    .lanewise(VectorOperators.XOR, minusCos)
                    .reinterpretAsFloats()
                    .mul(radius)
                    .intoArray(into, i);
            s.lanewise(VectorOperators.XOR, exchanged)
                    .lanewise(VectorOperators.XOR, minusSin)
                    .reinterpretAsFloats()
                    .mul(radius)
                    .intoArray(into, i + COUNTERS);
        }
    }

    /** The four words of the counters of a block as raw bits. */
    private static void words(long seed, long stream, long block, float[] into, int at) {
        int k0 = (int) seed;
        int k1 = (int) (seed >>> 32);
        int k2 = (int) stream;
        int k3 = (int) (stream >>> 32);
        int k4 = Threefry.PARITY ^ k0 ^ k1 ^ k2 ^ k3;
        for (int i = 0; i < COUNTERS; i += Lanes.N) {
            // a block starts at a multiple of 16, so the low word does not overflow inside it
            long first = block * COUNTERS + i;
            IntVector x0 = IntVector.broadcast(Lanes.I, (int) first).addIndex(1).add(k0);
            IntVector x1 = IntVector.broadcast(Lanes.I, (int) (first >>> 32) + k1);
            IntVector x2 = IntVector.broadcast(Lanes.I, k2);
            IntVector x3 = IntVector.broadcast(Lanes.I, k3);
            for (int r = 0; r < DOUBLE_ROUNDS; r++) {
                x0 = x0.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, Threefry.rotation(2 * r, 0))
                        .lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, Threefry.rotation(2 * r, 1))
                        .lanewise(VectorOperators.XOR, x2);
                x0 = x0.add(x3);
                x3 = x3.lanewise(VectorOperators.ROL, Threefry.rotation(2 * r + 1, 0))
                        .lanewise(VectorOperators.XOR, x0);
                x2 = x2.add(x1);
                x1 = x1.lanewise(VectorOperators.ROL, Threefry.rotation(2 * r + 1, 1))
                        .lanewise(VectorOperators.XOR, x2);
                if ((r & 1) == 1) {
                    int injection = r / 2 + 1;
                    x0 = x0.add(key(injection, k0, k1, k2, k3, k4));
                    x1 = x1.add(key(injection + 1, k0, k1, k2, k3, k4));
                    x2 = x2.add(key(injection + 2, k0, k1, k2, k3, k4));
                    x3 = x3.add(key(injection + 3, k0, k1, k2, k3, k4) + injection);
                }
            }
            x0.reinterpretAsFloats().intoArray(into, at + i);
            x1.reinterpretAsFloats().intoArray(into, at + COUNTERS + i);
            x2.reinterpretAsFloats().intoArray(into, at + 2 * COUNTERS + i);
            x3.reinterpretAsFloats().intoArray(into, at + 3 * COUNTERS + i);
        }
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
