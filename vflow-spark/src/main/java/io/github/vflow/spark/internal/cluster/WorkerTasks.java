package io.github.vflow.spark.internal.cluster;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark job whose tasks are the workers of a training. */
@FunctionalInterface
public interface WorkerTasks {
    /** Runs the job; each task calls {@link Worker#work}. It ends when the driver ends the work. */
    void run(JavaSparkContext spark, Worker worker);

    /** Tasks without rows: all rows come from the driver. */
    static WorkerTasks withoutRows(int workers) {
        List<Integer> ranks = IntStream.range(0, workers).boxed().toList();
        return (spark, worker) ->
                spark.parallelize(ranks, workers).foreachPartition(rank -> worker.work(rank.next(), LoadedRows.none()));
    }
}
