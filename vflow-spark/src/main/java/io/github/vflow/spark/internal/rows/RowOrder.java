package io.github.vflow.spark.internal.rows;

import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.random.RandomGenerator;

/**
 * A random order of the numbers 0 … n − 1 for each epoch, in constant memory: a Feistel network permutes the next power of four, and is applied
 * again to numbers outside of the range (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). An order depends on n, the seed and
 * the epoch alone. Not thread-safe.
 */
public final class RowOrder {
    private static final int ROUNDS = 6;

    private final long n;
    private final RandomStream seeds;
    private final int half;
    private final long mask;
    private final long[] keys = new long[ROUNDS];
    private long epoch = -1;

    /**
     * Orders of n numbers.
     *
     * @throws IllegalArgumentException if n is not in [1, 2⁶⁰]
     */
    public RowOrder(long n, long seed) {
        if (n < 1 || n > 1L << 60) {
            throw new IllegalArgumentException("RowOrder: there must be 1 to 2^60 rows but there are " + n);
        }
        this.n = n;
        this.seeds = Purpose.ROW_ORDER.stream(seed);
        this.half = Math.max(1, Math.ceilDiv(Long.SIZE - Long.numberOfLeadingZeros(n - 1), 2));
        this.mask = (1L << half) - 1;
    }

    /** The number at a position, counted from zero through all epochs. */
    public long at(long position) {
        use(position / n);
        long number = permuted(position % n);
        while (number >= n) {
            number = permuted(number);
        }
        return number;
    }

    private void use(long wanted) {
        if (wanted == epoch) {
            return;
        }
        epoch = wanted;
        RandomGenerator random = seeds.generator(wanted);
        for (int i = 0; i < ROUNDS; i++) {
            keys[i] = random.nextLong();
        }
    }

    private long permuted(long number) {
        long left = number >>> half;
        long right = number & mask;
        for (long key : keys) {
            long next = left ^ (mixed(right ^ key) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mixed(long z) {
        long a = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }
}
