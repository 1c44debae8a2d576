package io.github.vflow.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;

/**
 * Scores 1,000,000 rows of ten columns in several partitions, after a shuffle, from a file, in a stream, and by the command {@code vflow score}, and
 * prints a hash of rows and scores, which must be one. {@code scripts/spark-measure hashes} runs it.
 */
final class ScoreHashes {
    private static final int ROWS = 1_000_000;
    private static final int TRAINING_ROWS = 20_000;

    private ScoreHashes() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("vflow-hashes");
        try (SparkSession spark = Clusters.local(2)) {
            Dataset<Row> made = rows(spark);
            String parquet = folder.resolve("rows").toString();
            made.write().parquet(parquet);
            Dataset<Row> rows = spark.read().parquet(parquet);
            VFlowModel model = new VFlow().setMaxIter(300).setNumWorkers(0).fit(rows.limit(TRAINING_ROWS));
            Path file = folder.resolve("model.safetensors");
            model.tableModel().save(file);
            for (int partitions : List.of(1, 3, 16)) {
                print(partitions + " partitions, shuffled", model.transform(rows.repartition(partitions)));
            }
            model.transform(rows).write().parquet(folder.resolve("scored").toString());
            print("reloaded", spark.read().parquet(folder.resolve("scored").toString()));
            print("streamed", streamed(spark, model, rows, parquet, folder));
            print("vflow score", byCommand(spark, rows, Path.of(args[0]), file, folder));
        }
    }

    private static Dataset<Row> rows(SparkSession spark) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < 10; j++) {
            columns.add(org.apache
                    .spark
                    .sql
                    .functions
                    .randn(j)
                    .plus(col("id").mod(3))
                    .as("c" + j));
        }
        return spark.range(0, ROWS, 1, 4).select(columns.toArray(Column[]::new));
    }

    private static Dataset<Row> streamed(
            SparkSession spark, VFlowModel model, Dataset<Row> rows, String parquet, Path folder)
            throws StreamingQueryException, java.util.concurrent.TimeoutException {
        String out = folder.resolve("stream").toString();
        model.transform(spark.readStream()
                        .schema(rows.schema())
                        .option("maxFilesPerTrigger", 1)
                        .parquet(parquet))
                .writeStream()
                .format("parquet")
                .option("path", out)
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        return spark.read().parquet(out);
    }

    /** The rows as CSV, scored by the command in a JVM of its own. */
    private static Dataset<Row> byCommand(SparkSession spark, Dataset<Row> rows, Path vflow, Path model, Path folder)
            throws IOException, InterruptedException {
        Path csv = folder.resolve("csv");
        rows.coalesce(1)
                .write()
                .mode(SaveMode.Overwrite)
                .option("header", "true")
                .csv(csv.toString());
        Path part;
        try (var files = Files.list(csv)) {
            part = files.filter(f -> f.toString().endsWith(".csv")).findFirst().orElseThrow();
        }
        Path scored = folder.resolve("scored.csv");
        int exit = new ProcessBuilder(
                        vflow.toString(), "score", model.toString(), part.toString(), "--out", scored.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("vflow score ended with " + exit);
        }
        return spark.read()
                .option("header", "true")
                .schema(rows.schema().add("logDensity", DataTypes.DoubleType))
                .csv(scored.toString());
    }

    private static void print(String how, Dataset<Row> scored) {
        long started = System.nanoTime();
        Column[] all =
                java.util.Arrays.stream(scored.columns()).map(scored::col).toArray(Column[]::new);
        Row result = scored.agg(sum(xxhash64(all).cast("decimal(38,0)")), org.apache.spark.sql.functions.count("*"))
                .first();
        System.out.printf(
                "%-24s %d rows, hash %s, %.1f s%n",
                how, result.getLong(1), result.get(0), (System.nanoTime() - started) * 1e-9);
    }
}
