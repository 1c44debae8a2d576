package io.github.vflow.tensor.random;

import io.github.vflow.tensor.kernel.RandomKernels;
import io.github.vflow.tensor.run.Machine;

/**
 * Random numbers by counter: what is drawn at a position depends on (seed, stream, position) alone, on every machine and
 * with any number of threads. Generator: Threefry-4x32-20 (Salmon et al., SC 2011).
 *
 * @param seed names the experiment
 * @param stream names the purpose, so that streams of one experiment are independent
 */
public record RandomStream(long seed, long stream) {
    /** Numbers come in blocks of this many; a position counts blocks. */
    public static final int BLOCK = RandomKernels.BLOCK;

    /** Fills an array with numbers uniform in [0, 1). */
    public void uniform(long position, float[] into) {
        fill(position, into, Machine.kernels().random()::uniform);
    }

    /** Fills an array with standard normal numbers. */
    public void normal(long position, float[] into) {
        fill(position, into, Machine.kernels().random()::normal);
    }

    /** How many positions an array takes; the next array starts that much later. */
    public static long positions(int length) {
        return ((long) length + BLOCK - 1) / BLOCK;
    }

    private interface Filler {
        void fill(long seed, long stream, long firstBlock, float[] into, int from, int blocks);
    }

    private void fill(long position, float[] into, Filler filler) {
        int whole = into.length / BLOCK;
        filler.fill(seed, stream, position, into, 0, whole);
        int rest = into.length - whole * BLOCK;
        if (rest > 0) {
            float[] last = new float[BLOCK];
            filler.fill(seed, stream, position + whole, last, 0, 1);
            System.arraycopy(last, 0, into, whole * BLOCK, rest);
        }
    }
}
