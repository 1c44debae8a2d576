package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.spark.internal.dataset.Cells;
import io.github.vflow.spark.internal.dataset.RowCursor;
import io.github.vflow.spark.internal.dataset.RowSource;
import io.github.vflow.spark.internal.dataset.SortedRows;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.ReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Spark and the library train a table by one route: their files have equal bytes, for tables on both sides of every limit that depends on the
 * number of rows, also after a stop. The test of the command compares with the library, too.
 */
final class OneRouteTest {
    private static final int STEPS = 12;
    private static final Recipe RECIPE = Recipe.standard().withSteps(STEPS);

    private static SparkSession spark;
    private static Dataset<Row> trees;

    /** The model of the trees by the library. */
    private static TableModel library;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        spark = Clusters.local(2);
        trees = Examples.trees(spark, 1_200, 2).cache();
        library = TableModel.fit(table(trees), RECIPE);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The rows in the order in which the estimator takes them. */
    private static Table table(Dataset<Row> rows) throws IOException {
        VFlow estimator = new VFlow();
        Cells cells = Cells.of(
                estimator,
                estimator.shared(),
                rows.schema(),
                List.of(rows.schema().fieldNames()),
                () -> 0);
        try (SortedRows sorted = SortedRows.of(rows, cells, 1)) {
            return Table.read(new RowSource(sorted::pass), ReadOptions.standard())
                    .orThrow();
        }
    }

    private static byte[] fitted(VFlow estimator, Dataset<Row> rows) throws IOException {
        return ModelBits.of(
                estimator.setMaxIter(STEPS).setNumWorkers(0).fit(rows).tableModel());
    }

    /** A Dataset of the types that Spark infers is the table of its file: schema and rows. */
    private void assertSameTable(Path file) throws IOException {
        Table expected = Table.read(file);
        spark.conf().set("spark.sql.datetime.java8API.enabled", true);
        Dataset<Row> rows =
                spark.read().option("header", true).option("inferSchema", true).csv(file.toString());
        VFlow estimator = new VFlow();
        List<String> names = List.of(rows.schema().fieldNames());
        Cells cells = Cells.of(estimator, estimator.shared(), rows.schema(), names, () -> 0);
        Table table = Table.read(
                        new RowSource(() -> new RowCursor(rows.collectAsList().iterator(), cells, false)),
                        ReadOptions.standard())
                .orThrow();
        assertEquals(expected.schema().toJson(), table.schema().toJson());
        assertEquals(expected.rows(), table.rows());
    }

    @Test
    void aDatasetIsTheTableOfItsFile() throws IOException {
        assertSameTable(Path.of("../examples/trees.csv"));
        Random random = new Random(3);
        List<String> lines = new ArrayList<>(List.of("id,day,unit,paid,net,tax,gross"));
        for (int i = 0; i < 200; i++) {
            int net = 100 + random.nextInt(9_000);
            int tax = random.nextInt(2_000);
            lines.add(1_000 + i + "," + LocalDate.of(2023, 1, 1).plusDays(random.nextInt(400)) + ",7,"
                    + (random.nextInt(3) == 0) + "," + net / 100.0 + "," + (i % 9 == 0 ? "" : tax / 100.0) + ","
                    + (net + tax) / 100.0);
        }
        assertSameTable(Files.write(folder.resolve("bills.csv"), lines));
    }

    @Test
    void sparkAndTheLibraryWriteTheSameModel() throws IOException {
        assertArrayEquals(ModelBits.of(library), fitted(new VFlow(), trees));
    }

    /** On the other side of the limits that the command's test names. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest
    @ValueSource(ints = {900, 10_500})
    void sparkAndTheLibraryWriteTheSameModelOfFewAndManyRows(int n) throws IOException {
        Dataset<Row> rows = Examples.trees(spark, n, 2).cache();
        assertArrayEquals(ModelBits.of(TableModel.fit(table(rows), RECIPE)), fitted(new VFlow(), rows));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void sparkGoesOnWhereTheLibraryStopped() throws IOException {
        Path checkpoint = folder.resolve("c.safetensors");
        TableTraining.of(table(trees), RECIPE)
                .withCheckpoint(checkpoint)
                .withWatch(new Watch() {
                    private int member;

                    @Override
                    public Answer after(long step, Optional<Trainer.Progress> evaluated) {
                        return member == 1 && step == 7 ? Answer.STOP : Answer.GO_ON;
                    }

                    @Override
                    public void on(Watch.Event event) {
                        if (event instanceof Watch.Event.Started s) {
                            member = s.member().number();
                        }
                    }
                })
                .run();
        assertTrue(Files.exists(folder.resolve("c-member-1.safetensors")));
        assertArrayEquals(ModelBits.of(library), fitted(new VFlow().setCheckpointFile(checkpoint.toString()), trees));
    }
}
