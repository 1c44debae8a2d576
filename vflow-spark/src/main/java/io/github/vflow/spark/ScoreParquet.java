package io.github.vflow.spark;

import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * An example for {@code spark-submit}: it learns the density of the rows of a Parquet file, saves the pipeline, and writes the rows with their
 * log-densities, alarms and reasons.
 *
 * <pre>spark-submit --class io.github.vflow.spark.ScoreParquet --jars … vflow-spark.jar ROWS.parquet MODEL SCORED.parquet</pre>
 */
public final class ScoreParquet {
    private static final double ALARM_RATE = 0.01;

    private ScoreParquet() {}

    /**
     * Runs the example.
     *
     * @param args the rows, the folder of the pipeline, and the scored rows; the last two must not be there
     * @throws IOException if the pipeline cannot be saved
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("ScoreParquet: expected ROWS.parquet MODEL SCORED.parquet");
            System.exit(2);
        }
        SparkSession spark = SparkSession.builder().appName("ScoreParquet").getOrCreate();
        run(spark, new VFlow(), args[0], args[1], args[2]);
        spark.stop();
    }

    static void run(SparkSession spark, VFlow density, String in, String model, String out) throws IOException {
        Dataset<Row> rows = spark.read().parquet(in);
        density.setAlarmRate(ALARM_RATE).setHandleInvalid("keep");
        PipelineModel fitted =
                new Pipeline().setStages(new PipelineStage[] {density}).fit(rows);
        fitted.save(model);
        fitted.transform(rows).write().parquet(out);
    }
}
