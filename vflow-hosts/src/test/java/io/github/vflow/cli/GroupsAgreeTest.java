package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.duckdb.VFlowFunctions;
import io.github.vflow.kafka.VFlowProcessorSupplier;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Alarm;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that is calibrated by groups has in each host the p-values and the alarms of the library: rows of a group that has enough rows of its own, of
 * one that has too few, and of a label that training never saw.
 */
final class GroupsAgreeTest {
    private static final double RATE = 0.01;
    private static final List<String> SITES = List.of("big", "small", "few", "unseen");

    @TempDir
    static Path folder;

    private static Path file;
    private static Path table;
    private static TableModel model;
    private static List<Map<String, Object>> rows;

    /** The verdicts of the library: p-value and alarm. */
    private static List<String> expected;

    @BeforeAll
    static void judge() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<Map<String, Object>> known = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            known.add(row(random, i % 10 == 9 ? "few" : i % 10 >= 6 ? "small" : "big", 1));
        }
        List<Map<String, Object>> normal = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            normal.add(row(random, i % 100 == 99 ? "few" : i % 100 >= 70 ? "small" : "big", 1));
        }
        TableModel plain = TableModel.fit(
                        Table.of(known),
                        Recipe.standard().withSteps(30).withFillSteps(20).withMembers(1))
                .calibrated(Table.of(normal));
        TableModel grouped = plain.calibratedBy(List.of("site"));
        rows = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            rows.add(row(random, SITES.get(i % SITES.size()), i < 60 ? 1 : 6));
        }
        expected = verdicts(grouped, RATE);
        assertNotEquals(verdicts(plain, RATE), expected, "groups count");
        assertNotEquals(verdicts(grouped, 0.5), expected, "the rate tells which groups have enough rows");
        List<String> unseen = rows.stream()
                .filter(row -> row.containsValue("unseen"))
                .map(row -> verdict(grouped.alarm(RATE).judge(row)))
                .toList();
        assertFalse(unseen.stream().allMatch(v -> v.endsWith("true")), unseen + ": a new label alone is no alarm");
        assertTrue(expected.stream().anyMatch(v -> v.endsWith("true")), expected.toString());
        file = folder.resolve("sites.safetensors");
        grouped.save(file);
        model = TableModel.load(file);
        assertEquals(List.of("site"), model.alarm(RATE).by());
        table = Files.write(folder.resolve("rows.csv"), lines());
    }

    /** Loads of a site, whose spread is that of the site, times a factor. */
    private static Map<String, Object> row(SplittableRandom random, String site, double factor) {
        double spread = site.equals("big") ? 1 : site.equals("small") ? 4 : 0.5;
        double load = spread * factor * random.nextGaussian();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("site", site);
        row.put("load", load);
        row.put("temp", load + random.nextGaussian());
        return row;
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("site,load,temp"));
        rows.forEach(row -> lines.add(row.values().stream().map(String::valueOf).collect(Collectors.joining(","))));
        return lines;
    }

    private static List<String> verdicts(TableModel of, double rate) {
        Alarm alarm = of.alarm(rate);
        return rows.stream().map(row -> verdict(alarm.judge(row))).toList();
    }

    private static String verdict(Verdict v) {
        return v.pValue() + " " + v.isAlarm();
    }

    @Test
    void ofTheService() throws IOException, InterruptedException {
        try (Service service = Service.of(file, "--alarms", RATE)) {
            List<String> answers = service.post("/score", Files.readString(table), "Content-Type", "text/csv")
                    .body()
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .map(cells -> cells[5] + " " + cells[6])
                    .toList();
            assertEquals(expected, answers);
            for (int i = 0; i < SITES.size(); i++) {
                Map<String, Object> row = rows.get(i);
                JsonNode answer = service.ask(
                        "/score",
                        "{\"site\":\"" + row.get("site") + "\",\"load\":" + row.get("load") + ",\"temp\":"
                                + row.get("temp") + "}");
                assertEquals(expected.get(i), answer.path("p_value").doubleValue() + " " + answer.path("alarm"));
            }
        }
    }

    @Test
    void ofDuckDb() throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement sql = connection.createStatement()) {
            VFlowFunctions.of(model).register(connection);
            sql.execute("CREATE TABLE sites AS FROM read_csv('" + table + "')");
            try (ResultSet all = sql.executeQuery("SELECT p, p <= " + RATE
                    + " FROM (SELECT vflow_p_value_of(t) AS p, rowid AS i FROM sites t) ORDER BY i")) {
                while (all.next()) {
                    answers.add(all.getDouble(1) + " " + all.getBoolean(2));
                }
            }
        }
        assertEquals(expected, answers);
    }

    @Test
    void ofKafkaStreams() {
        StreamsBuilder builder = new StreamsBuilder();
        RecordScorer scorer = RecordScorer.of(model).withAlarm(model.alarm(RATE));
        builder.stream("rows", Consumed.with(Serdes.String(), Serdes.String()))
                .processValues(VFlowProcessorSupplier.<String, String, String>of(
                        model,
                        scorer,
                        i -> rows.get(Integer.parseInt(i)),
                        (_, row, _) ->
                                row.verdict().map(GroupsAgreeTest::verdict).orElse("no score")))
                .to("judged", Produced.with(Serdes.String(), Serdes.String()));
        Properties config = new Properties();
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        List<String> answers = new ArrayList<>();
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("rows", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic("judged", new StringDeserializer(), new StringDeserializer());
            for (int i = 0; i < rows.size(); i++) {
                in.pipeInput("key", String.valueOf(i));
                answers.add(out.readValue());
            }
        }
        assertEquals(expected, answers);
    }
}
