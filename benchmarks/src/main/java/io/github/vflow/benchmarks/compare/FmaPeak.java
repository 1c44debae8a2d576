package io.github.vflow.benchmarks.compare;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What a core could do at most: fused multiply-adds on registers, in chains enough to hide their latency. */
final class FmaPeak {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int STEPS = 20_000;
    private static final float SHRINKS = 0.999f;

    private float kept;

    /** Lanes of the registers. */
    static int bits() {
        return S.vectorBitSize();
    }

    Contender contender() {
        return Contender.of("fused multiply-adds on registers", () -> kept = run(STEPS, SHRINKS));
    }

    /** GFLOP/s, when a call takes so many nanoseconds. */
    static double rate(double nanos) {
        return 2.0 * CHAINS * STEPS * S.length() / nanos;
    }

    private static float run(int steps, float factor) {
        FloatVector x = FloatVector.broadcast(S, factor);
        FloatVector y = FloatVector.broadcast(S, 1 - factor);
        FloatVector c0 = y;
        FloatVector c1 = y;
        FloatVector c2 = y;
        FloatVector c3 = y;
        FloatVector c4 = y;
        FloatVector c5 = y;
        FloatVector c6 = y;
        FloatVector c7 = y;
        FloatVector c8 = y;
        FloatVector c9 = y;
        FloatVector c10 = y;
        FloatVector c11 = y;
        for (int i = 0; i < steps; i++) {
            c0 = c0.fma(x, y);
            c1 = c1.fma(x, y);
            c2 = c2.fma(x, y);
            c3 = c3.fma(x, y);
            c4 = c4.fma(x, y);
            c5 = c5.fma(x, y);
            c6 = c6.fma(x, y);
            c7 = c7.fma(x, y);
            c8 = c8.fma(x, y);
            c9 = c9.fma(x, y);
            c10 = c10.fma(x, y);
            c11 = c11.fma(x, y);
        }
        FloatVector sum = c0.add(c1).add(c2.add(c3)).add(c4.add(c5).add(c6.add(c7)));
        return sum.add(c8.add(c9).add(c10.add(c11))).lane(0);
    }

    /** So that the work cannot be left out. */
    float kept() {
        return kept;
    }
}
