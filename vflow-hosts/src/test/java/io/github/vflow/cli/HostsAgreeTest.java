package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.duckdb.VFlowFunctions;
import io.github.vflow.kafka.VFlowProcessorSupplier;
import io.github.vflow.spark.VFlowModel;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Every host gives the rows of one file the log-densities and p-values of {@code vflow score}: labels, numbers, gaps, oddities. */
final class HostsAgreeTest {
    private static final Path MODEL =
            Path.of("..", "vflow-cli", "src", "test", "resources", "golden", "0.1.0", "typed", "model.safetensors");
    private static final double RATE = 0.05;
    private static final String NONE = "no score";
    private static final int ROWS = Boolean.getBoolean("vflow.nightly") ? 10_000 : 150;

    @TempDir
    static Path folder;

    private static Path table;
    private static TableModel model;

    /** Log-density and p-value by id, as {@code vflow score} writes them. */
    private static Map<String, String> expected;

    @BeforeAll
    static void score() throws IOException {
        table = table();
        model = TableModel.load(MODEL);
        Path out = folder.resolve("scored.csv");
        Run run = Run.vflow("score", MODEL, table, "--alarms", RATE, "--strict", "--out", out);
        assertEquals(3, run.code(), run.err());
        expected = answers(Files.readString(out));
        assertEquals(ROWS, expected.size());
        assertTrue(new HashSet<>(expected.values()).size() > 70, "the rows differ");
        assertTrue(expected.containsValue(NONE), "a row has no score");
    }

    /** Cells of the golden file's rows, some of them gaps, unknown labels, broken relations, other constants, numbers beyond float32. */
    private static Path table() throws IOException {
        List<String> lines = Files.readAllLines(MODEL.resolveSibling("rows.csv"));
        SplittableRandom random = new SplittableRandom(11);
        List<String> all = new ArrayList<>(List.of("id," + lines.getFirst()));
        while (all.size() <= ROWS) {
            String[] cells = lines.get(1 + random.nextInt(lines.size() - 1)).split(",", -1);
            cells[2] = String.valueOf(Integer.parseInt(cells[2]) + random.nextInt(10));
            switch (random.nextInt(60)) {
                case 0 -> cells[random.nextInt(cells.length)] = "";
                case 1 -> cells[0] = "palm";
                case 2 -> cells[4] = "12.5";
                case 3 -> cells[5] = "mm";
                case 4 -> cells[3] = "1.0E39";
                default -> {}
            }
            all.add(all.size() + "," + String.join(",", cells));
        }
        return Files.write(folder.resolve("rows.csv"), all);
    }

    private static Map<String, String> answers(String csv) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
            String logProb = row.getField("log_prob");
            answers.put(
                    row.getField("id"),
                    logProb.isEmpty()
                            ? NONE
                            : answer(Double.parseDouble(logProb), Double.parseDouble(row.getField("p_value"))));
        }
        return answers;
    }

    private static String answer(@Nullable Double logProb, @Nullable Double pValue) {
        return logProb == null || pValue == null
                ? NONE
                : Long.toHexString(Double.doubleToRawLongBits(logProb)) + " "
                        + Long.toHexString(Double.doubleToRawLongBits(pValue));
    }

    @Test
    void ofTheService() throws IOException, InterruptedException {
        try (Service service = Service.of(MODEL, "--alarms", RATE, "--max-rows", ROWS)) {
            assertEquals(
                    expected,
                    answers(service.post("/score", Files.readString(table), "Content-Type", "text/csv")
                            .body()));
        }
    }

    @Test
    void ofDuckDb() throws SQLException {
        Map<String, String> answers = new LinkedHashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement sql = connection.createStatement()) {
            VFlowFunctions.of(model).register(connection);
            sql.execute("CREATE TABLE trees AS FROM read_csv('" + table + "')");
            try (ResultSet rows =
                    sql.executeQuery("SELECT id, vflow_log_prob_of(t), vflow_p_value_of(t) FROM trees t ORDER BY id")) {
                while (rows.next()) {
                    answers.put(rows.getString(1), answer((Double) rows.getObject(2), (Double) rows.getObject(3)));
                }
            }
        }
        assertEquals(expected, answers);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void ofSpark() throws IOException {
        Map<String, String> answers = new HashMap<>();
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate()) {
            List<Row> rows = VFlowModel.of(model)
                    .setAlarmRate(RATE)
                    .setHandleInvalid("keep")
                    .transform(spark.read()
                            .option("header", true)
                            .option("inferSchema", true)
                            .csv(table.toString())
                            .repartition(3))
                    .collectAsList();
            for (Row row : rows) {
                answers.put(
                        String.valueOf(row.<Object>getAs("id")),
                        answer(row.<Double>getAs("logDensity"), row.<Double>getAs("pValue")));
            }
        }
        assertEquals(expected, answers);
    }

    @Test
    void ofKafkaStreams() throws IOException {
        Map<String, Map<String, Object>> cells = new LinkedHashMap<>();
        for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(Files.readString(table))) {
            Map<String, Object> values = new HashMap<>();
            row.getFieldsAsMap().forEach((name, text) -> {
                if (!text.isEmpty()) {
                    values.put(name, name.equals("kind") || name.equals("unit") ? text : (Object) Double.valueOf(text));
                }
            });
            cells.put(row.getField("id"), values);
        }
        StreamsBuilder builder = new StreamsBuilder();
        RecordScorer scorer =
                RecordScorer.of(model).withAlarm(model.alarm(RATE)).withoutBlame();
        builder.stream("rows", Consumed.with(Serdes.String(), Serdes.String()))
                .processValues(VFlowProcessorSupplier.<String, String, String>of(
                        model,
                        scorer,
                        cells::get,
                        (id, row, _) -> answer(
                                row.logProb().stream().boxed().findFirst().orElse(null),
                                row.verdict().map(Verdict::pValue).orElse(null))))
                .to("judged", Produced.with(Serdes.String(), Serdes.String()));
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        Map<String, String> answers = new LinkedHashMap<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("rows", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic("judged", new StringDeserializer(), new StringDeserializer());
            for (String id : cells.keySet()) {
                in.pipeInput(id, id);
                answers.put(id, out.readValue());
            }
        }
        assertEquals(expected, answers);
    }
}
