package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.spark.SparkException;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The transformer, in one JVM. */
class ScoringTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");

    private static SparkSession spark;
    private static Dataset<Row> trees;

    /** Some of the trees: each with a gap takes thousands of passes. */
    private static Dataset<Row> few;

    private static VFlowModel model;

    /** The scores of few trees by the library, as bits. */
    private static Map<String, Long> expected = Map.of();

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        spark = Clusters.local(2);
        trees = Examples.trees(spark, 1_200, 2).cache();
        few = trees.limit(NIGHTLY ? 120 : 40).cache();
        model = new VFlow().setMaxIter(NIGHTLY ? 40 : 20).setNumWorkers(0).fit(trees);
        expected = library();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void theGuidesPieceRuns() throws IOException, ReflectiveOperationException {
        GuidePiece.run(folder, spark, NIGHTLY ? trees : trees.limit(300));
        assertTrue(Files.exists(folder.resolve("model/model.safetensors")), "the guide says where the model is");
    }

    /** The scores of rows by their texts, as bits. */
    private static Map<String, Long> bits(Dataset<Row> scored) {
        Map<String, Long> bits = new HashMap<>();
        for (Row row : scored.collectAsList()) {
            List<Object> cells = new ArrayList<>();
            for (int j = 0; j < 4; j++) {
                cells.add(row.get(j));
            }
            bits.put(cells.toString(), Double.doubleToRawLongBits(row.<Double>getAs("logDensity")));
        }
        return bits;
    }

    /** The scores of the library. */
    private static Map<String, Long> library() {
        Map<String, Long> bits = new HashMap<>();
        for (Row row : few.collectAsList()) {
            Map<String, Object> cells = new HashMap<>();
            for (String name : List.of("kind", "height", "age")) {
                cells.put(name, row.getAs(name));
            }
            cells.put("sick", String.valueOf(row.<Boolean>getAs("sick")));
            double score = model.tableModel().logProb(cells);
            bits.put(
                    Arrays.asList(row.get(0), row.get(1), row.get(2), row.get(3))
                            .toString(),
                    Double.doubleToRawLongBits(score));
        }
        return bits;
    }

    @Test
    void partitionsHaveTheBitsOfTheLibrary() {
        for (int partitions : NIGHTLY ? List.of(1, 3, 16) : List.of(3)) {
            assertEquals(expected, bits(model.transform(few.repartition(partitions))));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void soHaveFilesAndStreams() throws Exception {
        String file = folder.resolve("trees").toString();
        few.repartition(3).write().parquet(file);
        assertEquals(expected, bits(model.transform(spark.read().parquet(file))));
        Dataset<Row> stream = spark.readStream()
                .schema(few.schema())
                .option("maxFilesPerTrigger", 1)
                .parquet(file);
        model.transform(stream)
                .writeStream()
                .format("memory")
                .queryName("scored")
                .trigger(Trigger.AvailableNow())
                .start()
                .awaitTermination();
        assertEquals(expected, bits(spark.table("scored")));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theExampleSavesAPipelineThatScoresAsBefore() throws IOException {
        String in = folder.resolve("in").toString();
        Path saved = folder.resolve("pipeline");
        String out = folder.resolve("out").toString();
        trees.write().parquet(in);
        ScoreParquet.run(spark, new VFlow().setMaxIter(3).setNumWorkers(0), in, saved.toString(), out);
        PipelineModel loaded = PipelineModel.load(saved.toString());
        Dataset<Row> scored = spark.read().parquet(out);
        assertEquals(bits(scored), bits(loaded.transform(trees)));
        assertEquals(trees.count(), scored.filter("pValue > 0").count());
        VFlowModel stage = (VFlowModel) loaded.stages()[0];
        Path file = Path.of(saved.toString(), "stages", "0_" + stage.uid(), "model.safetensors");
        assertEquals(
                stage.tableModel().columns(), TableModel.load(file).columns(), "the library opens what lies inside");
    }

    @Test
    void sqlScoresAStruct() {
        model.registerFunction(spark, "vflow_log_prob");
        few.createOrReplaceTempView("trees");
        assertEquals(expected, bits(spark.sql("SELECT *, vflow_log_prob(struct(*)) AS logDensity FROM trees")));
        assertEquals(
                expected,
                bits(spark.sql("SELECT *, vflow_log_prob(struct(*, array(1) AS more)) AS logDensity FROM trees")),
                "a column that the model does not need");
        assertTrue(spark.sql("SELECT vflow_log_prob(struct('oak' AS kind, 1e300D AS height, 3 AS age, true AS sick))")
                .first()
                .isNullAt(0));
    }

    @Test
    void aRowThatCannotBeScoredIsRefusedLeftOutOrKept() {
        StructType schema = trees.schema();
        Dataset<Row> two = spark.createDataFrame(
                List.of(
                        RowFactory.create("oak", 3.0, 10, false),
                        RowFactory.create("oak", Double.POSITIVE_INFINITY, 10, false)),
                schema);
        SparkException refused =
                assertThrows(SparkException.class, () -> model.transform(two).collectAsList());
        assertTrue(
                refused.toString().contains("column height holds \"Infinity\"")
                        && refused.toString().contains("set handleInvalid to skip or keep"),
                refused::toString);
        assertEquals(
                1,
                model.copy(ParamMap.empty())
                        .setHandleInvalid("skip")
                        .transform(two)
                        .count());
        List<Row> kept = model.copy(ParamMap.empty())
                .setHandleInvalid("keep")
                .transform(two)
                .collectAsList();
        assertEquals(List.of(false, true), kept.stream().map(r -> r.isNullAt(4)).toList());
    }

    @Test
    void anAlarmHasAReason() {
        Dataset<Row> odd = spark.createDataFrame(
                List.of(
                        RowFactory.create("oak", 3.5, 15, false),
                        RowFactory.create("larch", 3.0, 15, false),
                        RowFactory.create("pine", 900.0, 3, true)),
                trees.schema());
        List<Row> judged =
                model.copy(ParamMap.empty()).setAlarmRate(0.01).transform(odd).collectAsList();
        assertEquals(
                List.of(false, true, true),
                judged.stream().map(r -> r.<Boolean>getAs("alarm")).toList());
        assertEquals(
                "kind is larch, which the model has never seen", judged.get(1).<String>getAs("reason"));
        assertTrue(judged.get(2).<String>getAs("reason").startsWith("height is 900"), judged.toString());
        TableModel plain = model.tableModel();
        double[] oak = plain.row(Map.of("kind", "oak", "height", 3.5, "age", 15, trees.columns()[3], false));
        assertEquals(plain.alarm(0.01).judge(oak).pValue(), judged.get(0).<Double>getAs("pValue"));
        assertEquals(plain.logProb(oak), judged.get(0).<Double>getAs("logDensity"));
        double score = judged.get(0).<Double>getAs("alarmScore");
        assertEquals(plain.alarm(0.01).judge(oak).score(), score);
        assertNotEquals(plain.logProb(oak), score, "an alarm compares scores of its own");
        assertEquals(Double.NEGATIVE_INFINITY, judged.get(1).<Double>getAs("alarmScore"), "a breach");
    }

    @Test
    void aCheckSplitsRowsIntoGoodAndQuarantined() {
        Dataset<Row> odd = spark.createDataFrame(
                List.of(
                        RowFactory.create("larch", 3.0, 15, false),
                        RowFactory.create("pine", 900.0, 3, true),
                        RowFactory.create("oak", Double.POSITIVE_INFINITY, 10, false)),
                trees.schema());
        int usual = NIGHTLY ? 300 : 100;
        Dataset<Row> rows = trees.filter("kind IS NOT NULL AND height IS NOT NULL")
                .limit(usual)
                .union(odd);
        try (VFlowCheck.Result result = VFlowCheck.hasNoAnomalies(0.01).run(model, rows)) {
            VFlowCheck.Summary summary = result.summary();
            assertEquals(usual + 3, summary.rows());
            assertEquals(1, summary.refused());
            assertFalse(summary.passed(), summary::toString);
            assertEquals(summary.rows() - summary.alarms() - 1, result.good().count());
            assertEquals(List.of(trees.columns()), List.of(result.good().columns()));
            List<Row> quarantined = result.quarantined().collectAsList();
            assertEquals(summary.alarms() + 1, quarantined.size());
            String reasons =
                    quarantined.stream().map(row -> row.<String>getAs("reason")).collect(Collectors.joining("\n"));
            assertTrue(reasons.contains("kind is larch, which the model has never seen"), reasons);
            assertTrue(reasons.contains("height is 900"), reasons);
            assertTrue(reasons.contains("column height holds \"Infinity\""), reasons);
            assertEquals(9, result.rows().columns().length);
        }
        assertMessage("must be in (0, 1) but is 1.0", () -> VFlowCheck.hasNoAnomalies(1));
    }

    /** A map of parameters goes before the parameters of the model, which stays as it is. */
    @Test
    void aTransformTakesAMapOfParameters() {
        Dataset<Row> one = few.limit(1);
        ParamMap more = new ParamMap();
        more.put(model.alarmRate().w(0.05));
        more.put(model.outputCol().w("density"));
        assertEquals(
                List.of("density", "alarmScore", "pValue", "alarm", "reason"),
                Arrays.stream(model.transform(one, more).columns()).skip(4).toList());
        VFlowModel copy = model.copy(more);
        assertEquals(0.05, copy.getOrDefault(copy.alarmRate()));
        assertEquals("density", copy.getOrDefault(copy.outputCol()));
        assertEquals(model.uid(), copy.uid());
        assertEquals("logDensity", List.of(model.transform(one).columns()).getLast());
    }

    /** The model leaves a constant column out, but checks it: a row with another value is no row like those of training. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void anotherValueOfAConstantColumnIsAnAlarm() {
        Dataset<Row> constant = trees.withColumn("unit", functions.lit("cm"));
        VFlowModel ofConstant =
                new VFlow().setMaxIter(3).setNumWorkers(0).setAlarmRate(0.05).fit(constant);
        Row like = constant.first();
        List<Row> judged = ofConstant
                .transform(constant.limit(1)
                        .withColumn(
                                "unit", functions.explode(functions.array(functions.lit("cm"), functions.lit("inch")))))
                .orderBy("unit")
                .collectAsList();
        assertEquals(2, judged.size());
        assertEquals(like.get(1), judged.get(1).get(1));
        assertEquals("cm", judged.get(0).<String>getAs("unit"));
        assertTrue(judged.get(1).<Boolean>getAs("alarm"), judged.toString());
        assertTrue(
                judged.get(1).<String>getAs("reason").startsWith("unit is cm in all training rows but"),
                judged.toString());
        assertNotEquals(judged.get(0).<Double>getAs("pValue"), judged.get(1).<Double>getAs("pValue"));
        assertMessage("the Dataset has no column", () -> ofConstant.transform(trees));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void vectorsHaveTheScoresOfColumns() {
        Dataset<Row> reals = Examples.reals(spark, 1_100, 3);
        Dataset<Row> vectors = new VectorAssembler()
                .setInputCols(new String[] {"a", "b", "c"})
                .setOutputCol("features")
                .transform(reals);
        VFlow estimator = new VFlow().setMaxIter(3).setNumWorkers(0);
        Dataset<Row> scored = estimator.fit(vectors).transform(vectors);
        VFlowModel ofColumns = estimator
                .copy(estimator.extractParamMap())
                .setInputCols("a", "b", "c")
                .fit(reals);
        assertEquals(
                bits(ofColumns.transform(reals.withColumn("d", reals.col("a")))).values().stream()
                        .sorted()
                        .toList(),
                bits(scored).values().stream().sorted().toList());
    }

    @Test
    void wrongColumnsAreRefusedBeforeAnyJob() {
        assertMessage(
                "the Dataset has no column \"weight\"",
                () -> new VFlow().setInputCols("weight").fit(trees));
        assertMessage(
                "must be a column of vectors",
                () -> new VFlow().setFeaturesCol("kind").fit(trees));
        assertMessage(
                "must not have a column \"age\" already",
                () -> new VFlow().setOutputCol("age").fit(trees));
        assertMessage(
                "must hold numbers, texts, truth values or dates but is array<int>",
                () -> new VFlow().fit(spark.sql("SELECT array(1, 2) AS list, 1.5D AS x")));
        assertMessage("the Dataset has no column", () -> model.transform(trees.drop("age")));
    }

    @Test
    void aTableWithoutADensityIsRefusedInOneLine() {
        Dataset<Row> same = spark.sql("SELECT 7.0D AS x, 'a' AS y FROM range(100)");
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new VFlow().setNumWorkers(0).fit(same));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("VFlow: the Dataset: "), message);
        assertEquals(1, message.lines().count());
    }

    private static void assertMessage(String part, Runnable refused) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, refused::run);
        assertTrue(String.valueOf(e.getMessage()).contains(part), e::toString);
    }

    @Test
    void theEstimatorIsSavedWithItsParameters() throws IOException {
        String path = folder.resolve("estimator").toString();
        new VFlow().setMaxIter(77).setInputCols("a", "b").setAlarmRate(0.1).save(path);
        VFlow loaded = VFlow.load(path);
        assertEquals(77, loaded.getOrDefault(loaded.maxIter()));
        assertEquals(List.of("a", "b"), List.of(loaded.getOrDefault(loaded.inputCols())));
        assertEquals(0.1, loaded.getOrDefault(loaded.alarmRate()));
    }

    @Test
    void sparkConnectFindsTheClasses() {
        assertTrue(isProvided(Estimator.class, VFlow.class));
        assertTrue(isProvided(Transformer.class, VFlowModel.class));
    }

    private static boolean isProvided(Class<?> service, Class<?> wanted) {
        return ServiceLoader.load(service).stream().anyMatch(p -> p.type().equals(wanted));
    }
}
