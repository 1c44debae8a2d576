package io.github.vflow.tensor.engine;

/**
 * A compiled program with its memory. Inputs keep their values from run to run until they are set, or moved on by an
 * update of the program. Not thread-safe.
 *
 * <p>All arrays are row-major. Names that the program does not have, and arrays of another size, are an
 * {@link IllegalArgumentException}.
 */
public interface Executable extends AutoCloseable {
    /** Sets an input. The array is not modified. */
    void set(String input, float[] values);

    /** Sets an input. The array is not modified. */
    void set(String input, double[] values);

    /** Sets a scalar input. */
    void set(String input, double value);

    /** Computes all outputs and applies the updates. */
    void run();

    /** Copies an output of the last run, or the present value of an input. */
    void get(String name, float[] into);

    /** Copies an output of the last run, or the present value of an input. */
    void get(String name, double[] into);

    /** A scalar output of the last run. */
    double get(String name);

    /** How the memory is laid out, for a person. */
    String plan();

    /** Gives the memory back. */
    @Override
    void close();
}
