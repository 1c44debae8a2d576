package io.github.vflow.tensor.kernel;

/**
 * Counter-based random numbers: the number at an index depends on (seed, stream, index) alone, and has the same bits in
 * every implementation. Numbers come in blocks of {@value #BLOCK}.
 */
public interface RandomKernels {
    /** Numbers of a block: 16 counters of four words; number 16·w + i is word w of counter i. */
    int BLOCK = 64;

    /** Uniform in [0, 1), in steps of 2⁻²⁴. */
    void uniform(long seed, long stream, long firstBlock, float[] into, int from, int blocks);

    /** Standard normal, by the Box–Muller transform of words (0, 1) and (2, 3). */
    void normal(long seed, long stream, long firstBlock, float[] into, int from, int blocks);
}
