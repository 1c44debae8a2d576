package io.github.vflow.spark;

import io.github.vflow.spark.internal.cluster.SparkEngine;
import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.ClusterRows;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.spark.internal.dataset.SortedRows;
import io.github.vflow.spark.internal.rows.FetchedBatches;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fit: it reads the rows into a table in the order of their cells, and trains on the driver or by jobs. */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    /** Rows that standardise, initialise, choose and calibrate, if not all are on the driver. */
    private static final int SAMPLE = 100_000;

    private final VFlow estimator;

    Training(VFlow estimator) {
        this.estimator = estimator;
    }

    TableModel run(Dataset<Row> dataset) {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
        Recipe recipe = recipe();
        Engine local = Engines.vector(recipe.machine().threads());
        if (local.description().contains("scalar")) {
            LOG.warn("The driver has no Vector API and trains several times slower; start it with spark-submit, or with"
                    + " --add-modules jdk.incubator.vector");
        }
        int tasks = of(estimator.numWorkers());
        Engine engine = tasks == 0 ? local : new SparkEngine(local, spark, tasks);
        try (SortedRows rows = SortedRows.of(dataset, cells(dataset), spark.defaultParallelism())) {
            long k = sampling(rows.size());
            if (k > 1 && recipe.split().leavesOutOddRows()) {
                throw new IllegalArgumentException("VFlow: leaveOutOddRows needs all rows on the driver but there are "
                        + rows.size() + " and maxRowsOnDriver is " + of(estimator.maxRowsOnDriver())
                        + "; raise it, or set leaveOutOddRows to false");
            }
            Table table = read(k == 1 ? new RowSource(rows::pass) : rows.sample(k));
            TableTraining planned = training(table, recipe);
            TableTraining training = planned.withWatch(
                    new LoggedProgress(planned.plan().training().steps()));
            if (k == 1) {
                return (tasks == 0 ? training : training.withBackend(Backend.of(engine))).run();
            }
            try (ClusterRows others = rows.without(k, table.schema())) {
                return training.withBackend(fetching(engine, others, table, k)).run();
            }
        }
    }

    /** A new training, or one that goes on from the checkpoint if it is there. */
    private TableTraining training(Table table, Recipe recipe) {
        String file = of(estimator.checkpointFile());
        if (file.isEmpty()) {
            return TableTraining.of(table, recipe);
        }
        Path checkpoint = Path.of(file);
        if (!Files.exists(checkpoint)) {
            return TableTraining.of(table, recipe).withCheckpoint(checkpoint);
        }
        try {
            LOG.info("Training goes on from {}", checkpoint);
            return TableTraining.resume(table, checkpoint, _ -> recipe);
        } catch (IOException e) {
            throw new IllegalArgumentException("VFlow: " + e.getMessage(), e);
        }
    }

    /** Sampling interval: 1 keeps all rows on the driver, k keeps every k-th. */
    private long sampling(long rows) {
        int most = of(estimator.maxRowsOnDriver());
        return rows <= most ? 1 : Math.max(2, Math.ceilDiv(rows, Math.min(most, SAMPLE)));
    }

    private static Backend fetching(Engine engine, ClusterRows others, Table sample, long k) {
        LOG.info(
                "{} rows stay on the executors; one in {}, {} rows, is on the driver", others.size(), k, sample.size());
        int width = sample.rows().features();
        return Backend.of(engine).withBatches(seed -> new FetchedBatches(others, others.size(), width, seed));
    }

    private <T> T of(Param<T> param) {
        return estimator.getOrDefault(param);
    }

    private int of(org.apache.spark.ml.param.IntParam param) {
        return (int) estimator.getOrDefault(param);
    }

    /** The recipe of the parameters. */
    Recipe recipe() {
        Recipe usual = Recipe.standard();
        return (estimator.isSet(estimator.maxIter()) ? usual.withSteps(of(estimator.maxIter())) : usual)
                .withBatch(of(estimator.batchSize()))
                .withLearningRate((double) estimator.getOrDefault(estimator.stepSize()))
                .withHeldOut((double) estimator.getOrDefault(estimator.validationFraction()))
                .withMembers(of(estimator.members()))
                .withSeed((long) estimator.getOrDefault(estimator.seed()))
                .leavingOutOddRows((boolean) estimator.getOrDefault(estimator.leaveOutOddRows()))
                .withShards(of(estimator.shards()));
    }

    private Cells cells(Dataset<Row> dataset) {
        List<String> all = List.of(dataset.schema().fieldNames());
        return Cells.of(estimator, estimator.shared(), dataset.schema(), all, () -> vectorSize(dataset));
    }

    private Table read(RowSource source) {
        ReadOptions options = ReadOptions.standard();
        for (String name : of(estimator.categoricalCols())) {
            options = options.with(name, ReadOptions.Kind.CATEGORY);
        }
        try {
            Table.Reading reading = Table.read(source, options);
            reading.findings().stream().filter(f -> !f.isProblem()).forEach(f -> LOG.info("The Dataset: {}", f));
            return reading.orThrow();
        } catch (IOException e) {
            throw new IllegalArgumentException("VFlow: " + e.getMessage(), e);
        }
    }

    private int vectorSize(Dataset<Row> dataset) {
        String column = of(estimator.featuresCol());
        List<Row> first = dataset.select(column).na().drop().takeAsList(1);
        if (first.isEmpty()) {
            throw new IllegalArgumentException(
                    "VFlow: no row of the Dataset has a vector in \"" + column + "\"; give some");
        }
        return first.getFirst().<Vector>getAs(0).size();
    }
}
