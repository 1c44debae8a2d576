package io.github.vflow.tornado.kernel;

/**
 * The instruction set of elementwise chains. A chain is not compiled to a kernel of its own, since compiling a kernel costs a tenth
 * of a second and more; {@link ChainElements} interprets its words.
 */
public final class Code {
    /** Registers of a chain. */
    public static final int REGISTERS = 16;

    /** The most axes of an index space. */
    public static final int AXES = 8;

    /** Words of an instruction. */
    public static final int WIDTH = 7;

    /**
     * r ← m[p], with the words: this, r, a, f, s, n, t. The place is p = a + f·i + Σ index · stride for the first n axes, their
     * strides from word s on. If t is not zero, it is where a map begins: an axis, then what each of its indices adds to p; below
     * zero, the number is 0.
     */
    public static final int LOAD = 0;

    /** m[p] ← r, with the words of {@link #LOAD}, but no map. */
    public static final int STORE = 1;

    /** r ← x where the mask is not zero, else y; the words: this, r, mask, x, y. */
    public static final int SELECT = 2;

    /**
     * The code of the first function of one register. Codes follow the order of the records of {@code Unary}; the code behind the
     * last is the identity. The words: this, r, x.
     */
    public static final int UNARY = 8;

    /**
     * The code of the first function of two registers. Codes follow the order of the records of {@code Binary}. The words: this, r,
     * x, y.
     */
    public static final int BINARY = 32;

    private Code() {}
}
