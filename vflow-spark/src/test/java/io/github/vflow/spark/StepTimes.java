package io.github.vflow.spark;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.spark.internal.cluster.SparkEngine;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The time of a training step of a model of 597,960 parameters, in batches of 512 rows and two shards: on one and two threads of this JVM, and
 * by jobs of one and two tasks on executors. {@code scripts/spark-measure steps} runs it, and docs/lab/performance.md#spark has its numbers.
 */
final class StepTimes {
    private static final int FEATURES = 21;
    private static final int BATCH = 512;
    private static final int WARM_UP = 150;
    private static final int TIMED = 200;

    private StepTimes() {}

    public static void main(String[] args) throws IOException {
        try (SparkSession spark = Clusters.executors(2)) {
            Run local = Run.of(Engines.vector(1));
            print("one thread", local, local);
            print("two threads", Run.of(Engines.vector(2)), local);
            print("1 task", byJobs(spark, 1), local);
            print("2 tasks", byJobs(spark, 2), local);
        }
    }

    private static Run byJobs(SparkSession spark, int tasks) {
        return Run.of(
                new SparkEngine(Engines.vector(1), JavaSparkContext.fromSparkContext(spark.sparkContext()), tasks));
    }

    private static void print(String where, Run run, Run local) {
        if (!Arrays.equals(local.parameters, run.parameters)) {
            throw new IllegalStateException(where + ": the parameters must be those of one thread, bit for bit");
        }
        System.out.printf(
                Locale.ROOT,
                "%-12s %7.2f ms a step, %5.2f times as long as one thread%n",
                where,
                run.millis,
                run.millis / local.millis);
    }

    /** The median time of a step, and the parameters at the end. */
    private record Run(double millis, float[] parameters) {
        static Run of(Engine engine) {
            FlowModel model = Models.of(
                    RowSpec.of(FEATURES, 0, 8)
                            .withCoupling(CouplingSpec.Kind.AFFINE_SIGMOID)
                            .withConditioner(List.of(256, 256), Activation.RELU),
                    1);
            TrainingPlan plan = TrainingPlan.of(WARM_UP + TIMED, BATCH, 1e-3, 1)
                    .withShards(2)
                    .withEvaluation(WARM_UP + TIMED, 0);
            BatchSource rows = BatchSource.of(
                    FEATURES, (batch, into) -> Purpose.ROW_NOISE.stream(1).normal(batch << 20, into));
            long[] ends = new long[WARM_UP + TIMED + 1];
            int[] step = {0};
            new Trainer(model, plan, engine)
                    .stopWhen(() -> {
                        ends[++step[0]] = System.nanoTime();
                        return false;
                    })
                    .fit(rows);
            double[] times = new double[TIMED];
            Arrays.setAll(times, i -> (ends[WARM_UP + i + 1] - ends[WARM_UP + i]) * 1e-6);
            Arrays.sort(times);
            return new Run(times[TIMED / 2], model.parameters().values());
        }
    }
}
