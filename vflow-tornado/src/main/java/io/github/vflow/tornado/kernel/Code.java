package io.github.vflow.tornado.kernel;

/**
 * The words of which elementwise code is made. A chain of elementwise operations is not compiled to a kernel of its own: it is
 * a row of these words that {@link Chain} reads, since compiling a kernel costs a tenth of a second and more.
 */
public final class Code {
    /** Registers of a chain. */
    public static final int REGISTERS = 16;

    /** The most axes of an index space. */
    public static final int AXES = 8;

    /** Words of an instruction: what to do, the register of the result, and three arguments. */
    public static final int WIDTH = 5;

    /** r ← m[a + i]. */
    public static final int LOAD = 0;

    /** r ← m[a]. */
    public static final int LOAD_ONE = 1;

    /** r ← m[a + Σ index · stride], the strides at word b. */
    public static final int LOAD_STRIDED = 2;

    /** As {@link #LOAD_STRIDED}; then the axis at word c, and what each of its indices adds; below zero, the number is 0. */
    public static final int LOAD_MAPPED = 3;

    /** m[a + i] ← r. */
    public static final int STORE = 4;

    /** m[a + Σ index · stride] ← r, the strides at word b. */
    public static final int STORE_STRIDED = 5;

    /** a where the first register is not zero, else b. */
    public static final int SELECT = 6;

    /** Codes of functions of one register begin here. */
    public static final int UNARY = 8;

    /** Codes of functions of two registers begin here. */
    public static final int BINARY = 32;

    private Code() {}
}
