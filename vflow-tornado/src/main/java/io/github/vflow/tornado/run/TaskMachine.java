package io.github.vflow.tornado.run;

import io.github.vflow.tornado.lower.Task;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What runs kernels: a device, or plain Java. It works on one array of its own; the host's is brought over when asked to. */
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
