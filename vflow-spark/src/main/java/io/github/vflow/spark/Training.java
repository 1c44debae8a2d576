package io.github.vflow.spark;

import io.github.vflow.spark.cluster.ClusterEngine;
import io.github.vflow.spark.cluster.CrewPlan;
import io.github.vflow.table.ColumnKind;
import io.github.vflow.table.ReadOptions;
import io.github.vflow.table.Recipe;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableReading;
import io.github.vflow.table.Watch;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fit: it reads the rows into a table in the order of their cells, and trains on the driver and the workers. */
final class Training {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);

    private final VFlow estimator;

    Training(VFlow estimator) {
        this.estimator = estimator;
    }

    TableModel run(Dataset<Row> dataset) {
        Table table = read(dataset);
        Recipe recipe = recipe();
        Engine local = Engines.vector(recipe.threads());
        if (local.description().contains("scalar")) {
            LOG.warn("The driver has no Vector API and trains several times slower; start it with spark-submit, or with"
                    + " --add-modules jdk.incubator.vector");
        }
        int workers = workers(dataset.sparkSession().sparkContext());
        Watch watch = new LoggedProgress(recipe.steps());
        if (workers == 0) {
            return TableModel.fit(table, recipe, watch, local);
        }
        CrewPlan plan = new CrewPlan(workers, Duration.ofSeconds(of(estimator.timeout())), of(estimator.port()));
        try (ClusterEngine engine =
                new ClusterEngine(local, dataset.sparkSession().sparkContext(), plan)) {
            return TableModel.fit(table, recipe, watch, engine);
        }
    }

    private <T> T of(Param<T> param) {
        return estimator.getOrDefault(param);
    }

    private int of(org.apache.spark.ml.param.IntParam param) {
        return (int) estimator.getOrDefault(param);
    }

    /** As many as there are slots, if nobody says. */
    private int workers(SparkContext context) {
        return estimator.isSet(estimator.numWorkers())
                ? of(estimator.numWorkers())
                : Math.max(1, context.defaultParallelism());
    }

    private Recipe recipe() {
        return Recipe.standard()
                .withSteps(of(estimator.maxIter()))
                .withBatch(of(estimator.batchSize()))
                .withLearningRate((double) estimator.getOrDefault(estimator.stepSize()))
                .withHeldOut((double) estimator.getOrDefault(estimator.validationFraction()))
                .withMembers(of(estimator.members()))
                .withSeed((long) estimator.getOrDefault(estimator.seed()))
                .withShards(of(estimator.shards()));
    }

    private Table read(Dataset<Row> dataset) {
        List<String> all = List.of(dataset.schema().fieldNames());
        Cells cells = Cells.of(estimator, dataset.schema(), all, () -> vectorSize(dataset));
        Dataset<Row> sorted = dataset.select(cells.columns().toArray(Column[]::new))
                .sort(cells.alone().order().toArray(Column[]::new))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            ReadOptions options = ReadOptions.standard();
            for (String name : of(estimator.categoricalCols())) {
                options = options.with(name, ColumnKind.CATEGORY);
            }
            RowSource source = new RowSource(() -> new RowCursor(sorted.toLocalIterator(), cells.alone(), false));
            TableReading reading = Table.read(source, options);
            reading.findings().stream().filter(f -> !f.isProblem()).forEach(f -> LOG.info("The Dataset: {}", f));
            return reading.orThrow();
        } catch (IOException e) {
            throw new IllegalArgumentException("VFlow: " + e.getMessage(), e);
        } finally {
            sorted.unpersist();
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
