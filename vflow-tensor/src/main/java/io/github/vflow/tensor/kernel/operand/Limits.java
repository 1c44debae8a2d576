package io.github.vflow.tensor.kernel.operand;

/** Numbers that kernels and their callers agree on. */
public final class Limits {
    /** Running sums along a contiguous axis. The widest vector there is has as many lanes. */
    public static final int LANES = 16;

    /** Attention scores side by side in a block. */
    public static final int BLOCK = 2 * LANES;

    /** Kernels may read this many floats past the end of an operand. The values there do not matter. */
    public static final int SLACK = 64;

    /** The longest contraction of one product. A longer one is a sum of several products. */
    public static final int DEPTH = 1024;

    private Limits() {}
}
