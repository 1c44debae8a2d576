package io.github.vflow.tensor.engine;

/**
 * A compiled program with its memory. An input keeps its value from run to run until it is set, or until an update of the program
 * changes it. Not thread-safe.
 *
 * <p>All arrays are row-major. A name that the program does not have and an array of another size are an {@link
 * IllegalArgumentException}.
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

    /**
     * Copies an output of the last run, or the present value of an input.
     *
     * @throws IllegalStateException if the name is an output and the program has not run
     */
    void get(String name, float[] into);

    /** Copies an output of the last run, or the present value of an input. */
    void get(String name, double[] into);

    /** A scalar output of the last run, or the present value of a scalar input. */
    double get(String name);

    /** Describes how the memory is laid out. */
    String plan();

    /** Frees the memory and the threads. */
    @Override
    void close();
}
