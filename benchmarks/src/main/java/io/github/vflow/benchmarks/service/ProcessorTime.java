package io.github.vflow.benchmarks.service;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Operations and the processor time of the threads that make them: their ratio is the rate of a core, whatever else the machine does
 * meanwhile. JMH prints both for each iteration, and at the end their sums over threads and iterations.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ProcessorTime {
    /** Operations of an iteration. */
    public long operations;

    /** Their processor time. */
    public double seconds;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long started;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void start() {
        started = threads.getCurrentThreadCpuTime();
    }

    /** Ends an iteration. */
    @TearDown(Level.Iteration)
    public void stop() {
        seconds = (threads.getCurrentThreadCpuTime() - started) * 1e-9;
    }
}
