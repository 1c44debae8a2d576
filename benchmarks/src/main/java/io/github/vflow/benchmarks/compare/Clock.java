package io.github.vflow.benchmarks.compare;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What is read before and after a sample. */
enum Clock {
    /** The time that passes. */
    WALL,
    /** The time that the thread was running: for work on one thread, beside others that want the same cores. */
    CPU;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    long nanos() {
        return switch (this) {
            case WALL -> System.nanoTime();
            case CPU -> THREADS.getCurrentThreadCpuTime();
        };
    }
}
