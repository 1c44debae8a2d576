package io.github.vflow.spark.internal.cluster;

import java.time.Duration;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Spark job whose tasks are the workers. It is started again if it fails, so that a task may be lost more often than
 * {@code spark.task.maxFailures}.
 */
final class WorkerJob {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerJob.class);
    private static final long PAUSE_MILLIS = 1_000;

    private final SparkContext context;
    private final String group = "vflow-" + UUID.randomUUID();
    private final Thread thread;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    WorkerJob(SparkContext context, WorkerTasks tasks, Worker worker) {
        this.context = context;
        this.thread = Thread.ofPlatform()
                .name("vflow-workers")
                .daemon()
                .inheritInheritableThreadLocals(true)
                .start(() -> keep(tasks, worker));
    }

    private void keep(WorkerTasks tasks, Worker worker) {
        context.setJobGroup(group, "VFlow: workers of a training", true);
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(context);
        while (!ended) {
            try {
                tasks.run(spark, worker);
                return;
            } catch (Exception e) {
                // Spark's exception is a checked one that no signature has
                failure = e;
                if (ended || !pauses(e)) {
                    return;
                }
            }
        }
    }

    /** Waits for a moment; true if the job may start again. */
    private boolean pauses(Exception why) {
        if (context.isStopped()) {
            return false;
        }
        LOG.warn("The job of the workers failed and starts again: {}", why.getMessage());
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Why the job failed last; null if it never did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Waits for the tasks, and cancels the others. */
    void end(Duration wait) {
        ended = true;
        try {
            if (!thread.join(wait)) {
                context.cancelJobGroup(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.cancelJobGroup(group);
        }
    }
}
