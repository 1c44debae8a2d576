package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.RowCursor;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.spark.internal.rows.FetchedBatches;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.training.Backend;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training on rows of which the driver has a sample only. */
class RowsOnExecutorsTest {
    private static final int ROWS = 1_000;
    private static final int ON_DRIVER = 400;
    private static final int K = 3;
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int STEPS = NIGHTLY ? 30 : 6;

    private static SparkSession spark;
    private static Dataset<Row> trees;

    @BeforeAll
    static void start() {
        spark = Clusters.local(2);
        trees = Examples.trees(spark, ROWS, 9).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static VFlow estimator() {
        return new VFlow().setMaxIter(STEPS).setShards(2).setMaxRowsOnDriver(ON_DRIVER);
    }

    /** The model that the library learns from the same sample and the same batches in memory. */
    private static TableModel local() throws IOException {
        List<Row> sample = new ArrayList<>();
        List<Row> others = new ArrayList<>();
        List<Row> sorted = trees.sort("kind", "height", "age", "sick").collectAsList();
        for (int i = 0; i < sorted.size(); i++) {
            (i % K == 0 ? sample : others).add(sorted.get(i));
        }
        Table table = Table.read(source(sample), ReadOptions.standard()).orThrow();
        Table rest = Table.read(source(others), table.schema(), ReadOptions.standard())
                .orThrow();
        int width = table.columns().size();
        Backend backend = Backend.of(Engines.vector(1))
                .withBatches(seed -> new FetchedBatches(
                        (rows, into) -> {
                            for (int i = 0; i < rows.length; i++) {
                                rest.rows().copyRow((int) rows[i], into, i * width);
                            }
                        },
                        rest.size(),
                        width,
                        seed));
        return TableTraining.of(table, Recipe.standard().withSteps(STEPS).withShards(2))
                .withBackend(backend)
                .run();
    }

    private static RowSource source(List<Row> rows) {
        Cells cells = new Cells.Named(List.of("kind", "height", "age", "sick"), new int[] {0, 1, 2, 3});
        return new RowSource(() -> new RowCursor(rows.iterator(), cells, false));
    }

    @Test
    void executorsGiveTheBitsOfALocalSource() throws IOException {
        byte[] expected = ModelBits.of(local());
        for (int tasks : NIGHTLY ? new int[] {0, 1, 2} : new int[] {2}) {
            assertArrayEquals(
                    expected,
                    ModelBits.of(estimator()
                            .setNumWorkers(tasks)
                            .fit(trees.repartition(5))
                            .tableModel()));
        }
    }

    @Test
    void oddRowsAreLeftOutOfRowsOnTheDriverOnly() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> estimator().setLeaveOutOddRows(true).fit(trees));
        assertEquals(
                "VFlow: leaveOutOddRows needs all rows on the driver but there are " + trees.count()
                        + " and maxRowsOnDriver is " + ON_DRIVER + "; raise it, or set leaveOutOddRows to false",
                refused.getMessage());
    }

    @Test
    void aRowThatTheSampleDoesNotKnowEndsTrainingWithItsCells() {
        // the largest a is the last row, which is not among every third
        Dataset<Row> odd = Examples.reals(spark, ROWS, 3)
                .withColumn("d", functions.when(functions.col("a").gt(2.5), 2.0).otherwise(1.0));
        Dataset<Row> rare = odd.filter("d = 1").union(odd.filter("d = 2").limit(1));
        IllegalArgumentException failed =
                assertThrows(IllegalArgumentException.class, () -> estimator().fit(rare));
        String message = String.valueOf(failed.getMessage());
        assertTrue(
                message.contains("a row is not as those of the sample: d is 1.0 in all training rows but is 2.0"),
                message);
    }
}
