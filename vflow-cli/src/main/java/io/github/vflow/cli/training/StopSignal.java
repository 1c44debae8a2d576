package io.github.vflow.cli.training;

import java.util.concurrent.CountDownLatch;

/** SIGINT and SIGTERM as a wish that work stops: the JVM ends when the work is closed, so that what was done can still be written. */
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForWork, "vflow-stop");
    private volatile boolean asked;

    /** From now on signals are wishes. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean isAsked() {
        return asked;
    }

    private void waitForWork() {
        asked = true;
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
                // The JVM ends already: the hook runs, and has nothing to wait for.
                asked = true;
            }
        }
    }
}
