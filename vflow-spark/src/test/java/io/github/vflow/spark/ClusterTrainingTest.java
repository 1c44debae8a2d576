package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.spark.internal.cluster.ClusterEngine;
import io.github.vflow.spark.internal.cluster.CrewPlan;
import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.RowCursor;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Training on executor JVMs; by day RowsOnWorkersTest and TrainerOnClusterTest train on threads that are workers. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
class ClusterTrainingTest {
    /** Enough for a calibration without folds, which would train more models. */
    private static final int ROWS = 1_200;

    private static final int SHARDS = 4;
    private static final int STEPS = 60;

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
    void anyNumberOfWorkersGivesTheBitsOfTheLibrary() throws IOException {
        byte[] plain = ModelBits.of(TableModel.fit(sortedTable(), recipe()));
        for (int workers : new int[] {1, 2}) {
            VFlowModel model = estimator().setNumWorkers(workers).fit(rows.repartition(3 + workers));
            assertArrayEquals(plain, ModelBits.of(model.tableModel()), workers + " workers");
        }
    }

    @Test
    void aKilledExecutorDoesNotChangeABit() throws IOException {
        Recipe one = recipe().withNoise(0.0);
        Set<Long> killed = new HashSet<>();
        Watch killer = (step, _) -> {
            if (step == 20 || step == 40) {
                Executors.killOne(killed);
            }
            return Watch.Answer.GO_ON;
        };
        Table table = sortedTable();
        byte[] plain = ModelBits.of(TableModel.fit(table, one));
        CrewPlan plan = new CrewPlan(2, Duration.ofMinutes(1), 0);
        try (ClusterEngine engine = new ClusterEngine(Engines.vector(1), spark.sparkContext(), plan)) {
            assertArrayEquals(
                    plain,
                    ModelBits.of(TableTraining.of(table, one)
                            .withWatch(killer)
                            .withBackend(Backend.of(engine))
                            .run()));
        }
        assertEquals(2, killed.size());
    }
}
