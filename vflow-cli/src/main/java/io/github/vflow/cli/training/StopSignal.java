package io.github.vflow.cli.training;

import java.util.concurrent.CountDownLatch;

/** Turns SIGINT and SIGTERM into a request to stop. The JVM waits until this object is closed, so that the work so far can be saved. */
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForWork, "vflow-stop");
    private volatile boolean asked;

    /** Registers for signals. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean isAsked() {
        return asked;
    }

    /** Asks for a stop, as a signal does. */
    void ask() {
        asked = true;
    }

    private void waitForWork() {
        ask();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The JVM is shutting down: the hook runs already, and its wait is over.
                asked = true;
            }
        }
    }
}
