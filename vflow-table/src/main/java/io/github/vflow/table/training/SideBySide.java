package io.github.vflow.table.training;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs jobs on threads, and waits for all of them. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Runs jobs. An interrupt stops them; so does a fault, once the jobs before it have ended. The interrupt status stays.
     *
     * @param stop makes the jobs end soon; called on the caller's thread, perhaps more than once
     * @throws RuntimeException the fault of the first job in the list that has one, unchanged
     */
    public static void run(int threads, List<Runnable> jobs, Runnable stop) {
        boolean isInterrupted = false;
        List<? extends Future<?>> all;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            all = jobs.stream().map(pool::submit).toList();
            for (Future<?> job : all) {
                while (!job.isDone()) {
                    try {
                        job.get();
                    } catch (InterruptedException e) {
                        isInterrupted = true;
                        stop.run();
                    } catch (ExecutionException e) {
                        break;
                    }
                }
                if (job.state() == Future.State.FAILED) {
                    stop.run();
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        for (Future<?> job : all) {
            if (job.state() == Future.State.FAILED) {
                throw switch (job.exceptionNow()) {
                    case RuntimeException e -> e;
                    case Error e -> throw e;
                    case Throwable e -> new IllegalStateException(e);
                };
            }
        }
    }
}
