package io.github.vflow.tornado.run;

import io.github.vflow.tornado.lower.Task;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Runs kernels on a device or in plain Java, on one array of its own; the host's array is copied on request. */
public interface TaskMachine extends AutoCloseable {
    /** The host's array, as large as the machine's. */
    FloatArray memory();

    /** The words that kernels read, before {@link #load}. */
    IntArray words();

    /** Numbers on their way to the machine, from the first on. */
    FloatArray mail();

    /** Where the mail goes (see {@link io.github.vflow.tornado.kernel.Mail}). */
    IntArray addresses();

    /** Brings the host's array and the words to the machine, then delivers the mail. */
    void load();

    /** Delivers the mail. */
    void deliver();

    /** Runs a kernel. */
    void run(Task task);

    /** Brings numbers of the machine's array to the same place in the host's. */
    void fetch(int offset, int numbers);

    @Override
    void close();
}
