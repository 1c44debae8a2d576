package io.github.vflow.tensor.random;

import io.github.vflow.tensor.kernel.RandomKernels;
import io.github.vflow.tensor.kernel.Threefry;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers by counter: the numbers at a position depend on (seed, stream, position) alone, on every machine and
 * with any number of threads. Generator: Threefry-4x32-20 (Salmon et al., SC 2011).
 *
 * @param seed names the experiment
 * @param stream names the purpose, so that streams of one experiment are independent; see {@link Purpose}
 */
public record RandomStream(long seed, long stream) {
    /** Numbers come in blocks of this many; a position counts blocks. */
    public static final int BLOCK = RandomKernels.BLOCK;

    /** Fills an array with numbers uniform in [0, 1). */
    public void uniform(long position, float[] into) {
        fill(position, into, false);
    }

    /** Fills an array with standard normal numbers. */
    public void normal(long position, float[] into) {
        fill(position, into, true);
    }

    /** A sequential generator of its own for each position. */
    public RandomGenerator generator(long position) {
        int[] words = new int[4];
        Threefry.words(seed, stream, position, words);
        return new SplittableRandom((long) words[0] << Integer.SIZE | Integer.toUnsignedLong(words[1]));
    }

    /** How many positions an array takes; the next array starts that much later. */
    public static long positions(int length) {
        return ((long) length + BLOCK - 1) / BLOCK;
    }

    private void fill(long position, float[] into, boolean normal) {
        int whole = into.length / BLOCK;
        blocks(position, into, whole, normal);
        int rest = into.length - whole * BLOCK;
        if (rest > 0) {
            float[] last = new float[BLOCK];
            blocks(position + whole, last, 1, normal);
            System.arraycopy(last, 0, into, whole * BLOCK, rest);
        }
    }

    private void blocks(long position, float[] into, int count, boolean normal) {
        RandomKernels random = AvailableKernels.best().random();
        if (normal) {
            random.normal(seed, stream, position, into, 0, count);
        } else {
            random.uniform(seed, stream, position, into, 0, count);
        }
    }
}
