package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.ReadOptions;
import io.github.vflow.table.Recipe;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Training on executor JVMs. */
class ClusterTrainingTest {
    private static final int ROWS = 12_000;
    private static final int SHARDS = 4;
    private static final int STEPS = 300;

    private static SparkSession spark;
    private static Dataset<Row> rows;
    private static byte[] plain;

    @BeforeAll
    static void start() throws IOException {
        spark = Clusters.executors(2);
        rows = Examples.reals(spark, ROWS, 1).repartition(7).cache();
        plain = file(
                TableModel.fit(sortedTable(), Recipe.standard().withSteps(STEPS).withShards(SHARDS)));
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

    /** The file of a model without its record of the training, which has times. */
    private static byte[] file(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.write(bytes);
        ModelFile file = ModelFile.read(new ByteArrayInputStream(bytes.toByteArray()));
        ByteArrayOutputStream timeless = new ByteArrayOutputStream();
        new ModelFile(file.model(), file.columns(), file.notes(), file.scoring(), Optional.empty(), file.calibration())
                .write(timeless);
        return timeless.toByteArray();
    }

    private static VFlow estimator() {
        return new VFlow().setMaxIter(STEPS).setShards(SHARDS);
    }

    @Test
    void anyNumberOfWorkersGivesTheBitsOfTheLibrary() throws IOException {
        for (int workers = 0; workers <= 2; workers++) {
            long started = System.nanoTime();
            VFlowModel model = estimator().setNumWorkers(workers).fit(rows.repartition(3 + workers));
            System.err.println(workers + " workers: " + (System.nanoTime() - started) / 1e9 + " s");
            assertArrayEquals(plain, file(model.tableModel()), workers + " workers");
        }
    }
}
