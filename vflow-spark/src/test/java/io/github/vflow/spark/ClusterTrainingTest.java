package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.spark.internal.cluster.SparkEngine;
import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.ClusterRows;
import io.github.vflow.spark.internal.dataset.RowCursor;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.spark.internal.dataset.SortedRows;
import io.github.vflow.spark.internal.rows.FetchedBatches;
import io.github.vflow.spark.internal.rows.RowFetcher;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Training on executor JVMs; by day RowsOnExecutorsTest and TrainerOnClusterTest train on threads. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
class ClusterTrainingTest {
    /** Enough for a calibration without folds, which would train more models. */
    private static final int ROWS = 1_200;

    private static final int SHARDS = 4;
    private static final int STEPS = 60;

    /** Rows of which a fetch has 17 steps. */
    private static final int LARGE_BATCH = 20_000;

    private static SparkSession spark;
    private static Dataset<Row> rows;

    @BeforeAll
    static void start() throws IOException {
        spark = Clusters.executors(2);
        rows = Examples.reals(spark, ROWS, 1).repartition(7).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The rows as the estimator orders them, in the plain library. */
    private static Table sortedTable() throws IOException {
        List<Row> all = rows.sort("a", "b", "c").collectAsList();
        Cells cells = new Cells.Named(List.of("a", "b", "c"), new int[] {0, 1, 2});
        return Table.read(new RowSource(() -> new RowCursor(all.iterator(), cells, false)), ReadOptions.standard())
                .orThrow();
    }

    private static Recipe recipe() {
        return Recipe.standard().withSteps(STEPS).withShards(SHARDS);
    }

    private static VFlow estimator() {
        return new VFlow().setMaxIter(STEPS).setShards(SHARDS);
    }

    @Test
    void anyNumberOfTasksGivesTheBitsOfTheLibrary() throws IOException {
        byte[] plain = ModelBits.of(TableModel.fit(sortedTable(), recipe()));
        for (int tasks : new int[] {1, 2, 4}) {
            VFlowModel model = estimator().setNumWorkers(tasks).fit(rows.repartition(3 + tasks));
            assertArrayEquals(plain, ModelBits.of(model.tableModel()), tasks + " tasks");
        }
    }

    /** Kills an executor at two steps. */
    private static Watch killer(Set<Long> killed) {
        return (step, _) -> {
            if (step == 20 || step == 40) {
                Executors.killOne(killed);
            }
            return Watch.Answer.GO_ON;
        };
    }

    private static Engine engine() {
        return new SparkEngine(Engines.vector(1), JavaSparkContext.fromSparkContext(spark.sparkContext()), 2);
    }

    @Test
    void aKilledExecutorDoesNotChangeABit() throws IOException {
        Recipe one = recipe().withNoise(0.0);
        Set<Long> killed = new HashSet<>();
        Table table = sortedTable();
        byte[] plain = ModelBits.of(TableModel.fit(table, one));
        assertArrayEquals(
                plain,
                ModelBits.of(TableTraining.of(table, one)
                        .withWatch(killer(killed))
                        .withBackend(Backend.of(engine()))
                        .run()));
        assertEquals(2, killed.size());
    }

    /** Executors load rows again that were lost with another one. */
    @Test
    void killedExecutorsWithRowsDoNotChangeABit() throws IOException {
        Recipe one = Recipe.standard().withSteps(STEPS).withBatch(LARGE_BATCH).withNoise(0.0);
        Cells cells = new Cells.Named(List.of("a", "b", "c"), new int[] {0, 1, 2});
        Set<Long> killed = new HashSet<>();
        AtomicInteger fetches = new AtomicInteger();
        List<byte[]> models = new ArrayList<>();
        for (Watch watch : List.of(Watch.none(), killer(killed))) {
            try (SortedRows sorted = SortedRows.of(rows, cells, 3)) {
                Table sample =
                        Table.read(sorted.sample(2), ReadOptions.standard()).orThrow();
                try (ClusterRows others = sorted.without(2, sample.schema())) {
                    RowFetcher counting = (numbers, into) -> {
                        fetches.incrementAndGet();
                        others.fetch(numbers, into);
                    };
                    Backend backend = Backend.of(Engines.vector(1))
                            .withBatches(seed -> new FetchedBatches(counting, others.size(), 3, seed));
                    models.add(ModelBits.of(TableTraining.of(sample, one)
                            .withWatch(watch)
                            .withBackend(backend)
                            .run()));
                }
            }
        }
        assertArrayEquals(models.getFirst(), models.getLast());
        assertEquals(8, fetches.get(), "each training fetches before, between and after the kills");
        assertEquals(2, killed.size());
    }
}
