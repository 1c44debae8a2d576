package io.github.vflow.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.TableSource;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions of a model with labels, whole numbers, real numbers, a derived column and a constant, in memory. */
final class VFlowFunctionsTest {
    private static final Path GOLDEN =
            Path.of("..", "vflow-cli", "src", "test", "resources", "golden", "0.1.0", "typed");
    private static final String ARGUMENTS = "(kind, count, steps, net, gross, unit)";

    private static final TableModel MODEL = load();

    @TempDir
    private Path folder;

    private Connection connection;

    private static TableModel load() {
        try {
            return TableModel.load(GOLDEN.resolve("model.safetensors"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> ask(String sql) throws SQLException {
        return ask(connection, sql);
    }

    /** The rows of a query as text, the cells by commas. */
    private static List<String> ask(Connection of, String sql) throws SQLException {
        try (Statement statement = of.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int j = 1; j <= result.getMetaData().getColumnCount(); j++) {
                    cells.add(String.valueOf(result.getObject(j)));
                }
                rows.add(String.join(",", cells));
            }
            return rows;
        }
    }

    private String refusal(String sql) {
        return String.valueOf(assertThrows(SQLException.class, () -> ask(sql)).getMessage());
    }

    /** More rows than a chunk has: cells of the file's rows, some of them gaps, unknown labels, broken relations, another constant. */
    private Path table(int rows) throws IOException {
        List<String> lines = Files.readAllLines(GOLDEN.resolve("rows.csv"));
        SplittableRandom random = new SplittableRandom(5);
        List<String> all = new ArrayList<>(List.of(lines.getFirst()));
        while (all.size() <= rows) {
            String[] cells = lines.get(1 + random.nextInt(lines.size() - 1)).split(",", -1);
            switch (random.nextInt(200)) {
                case 0 -> cells[random.nextInt(cells.length)] = "";
                case 1 -> cells[0] = "palm";
                case 2 -> cells[4] = "12.5";
                case 3 -> cells[5] = "mm";
                case 4 -> cells[2] = "1e300";
                default -> {}
            }
            all.add(String.join(",", cells));
        }
        return Files.write(folder.resolve("rows.csv"), all);
    }

    private void create(Path file) throws SQLException {
        run("CREATE TABLE trees AS SELECT row_number() OVER () AS i, * FROM read_csv('" + file
                + "', types = {'net': 'DECIMAL(9,2)', 'steps': 'DOUBLE'})");
    }

    /** The answers of the library about the rows of a file. */
    private List<String> library(Path file) throws IOException {
        RecordScorer scorer = RecordScorer.of(MODEL).withAlarm(MODEL.alarm(0.05));
        List<String> answers = new ArrayList<>();
        try (RecordReader records =
                scorer.open(TableSource.of(file), ReadOptions.standard().strictly())) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                for (RecordScorer.Judged row : scorer.score(block)) {
                    answers.add((row.logProb().isPresent() ? row.logProb().getAsDouble() : null) + ","
                            + row.verdict().map(Verdict::pValue).orElse(null));
                }
            }
        }
        return answers;
    }

    @Test
    void theBitsAreThoseOfTheLibrary() throws IOException, SQLException {
        Path file = table(2_100);
        create(file);
        VFlowFunctions.of(MODEL).register(connection);
        List<String> expected = library(file);
        assertEquals(
                expected,
                ask("SELECT vflow_log_prob" + ARGUMENTS + ", vflow_p_value" + ARGUMENTS + " FROM trees ORDER BY i"));
        assertTrue(expected.contains("null,null"), "a row without a score");
        assertEquals(
                expected.subList(0, 200),
                ask(
                        "SELECT vflow_log_prob_of(t), vflow_p_value_of(t)"
                                + " FROM (SELECT unit, gross, net, steps, count, kind, i FROM trees WHERE i <= 200) t ORDER BY i"));
    }

    @Test
    void theGuidesPiecesRun() throws IOException, SQLException {
        create(GOLDEN.resolve("rows.csv"));
        int odd = (int) library(GOLDEN.resolve("rows.csv")).stream()
                .map(answer -> answer.split(",")[1])
                .filter(p -> !p.equals("null") && Double.parseDouble(p) < 0.05)
                .count();
        assertTrue(odd > 0);
        TableModel model = MODEL;
        VFlowFunctions.of(model).register(connection);
        List<Integer> rows = new ArrayList<>();
        for (String query : """
                SELECT *, vflow_log_prob(kind, count, steps, net, gross, unit) FROM trees;
                SELECT * FROM trees t WHERE vflow_p_value_of(t) < 0.05;
                SELECT * FROM vflow_sample(1000, 7);
                """.lines().toList()) {
            rows.add(ask(query).size());
        }
        assertEquals(List.of(24, odd, 1000), rows);
    }

    @Test
    void nullIsAMissingCell() throws SQLException {
        VFlowFunctions.of(MODEL).register(connection);
        double known = MODEL.logProb(2, 3, 186, 21.03);
        assertEquals(
                List.of(known + ""), ask("SELECT vflow_log_prob('oak', 3, 186, 21.03, NULL, NULL)"), "they follow");
        String gap =
                ask("SELECT vflow_log_prob(NULL, 3, 186, 21.03, NULL, NULL)").getFirst();
        assertEquals(MODEL.logProb(Double.NaN, 3, 186, 21.03) + "", gap);
        assertEquals(List.of(gap), ask("SELECT vflow_log_prob('palm', 3, 186, 21.03, NULL, NULL)"));
        assertEquals(List.of("null"), ask("SELECT vflow_log_prob('oak', 3, 186, 'inf'::DOUBLE, NULL, NULL)"));
    }

    @Test
    void samplesAreThoseOfTheLibrary() throws SQLException {
        VFlowFunctions.of(MODEL).register(connection);
        List<String> rows = ask("SELECT * FROM vflow_sample(2500, 3)");
        double[][] drawn = MODEL.sample(2_500, 3);
        assertEquals(drawn.length, rows.size());
        for (int i = 0; i < drawn.length; i++) {
            List<Object> cells = new ArrayList<>();
            MODEL.schema()
                    .decode(MODEL.drawn(drawn[i]))
                    .values()
                    .forEach(v -> cells.add(v instanceof Number n ? Double.toString(n.doubleValue()) : v));
            assertEquals(cells, Arrays.asList((Object[]) rows.get(i).split(",", -1)));
        }
        assertEquals(List.of("0"), ask("SELECT count(*) FROM vflow_sample(0, 1)"));
        assertTrue(refusal("SELECT * FROM vflow_sample(-1, 1)")
                .contains("sample: the number of rows must be from 0 to 2147483647 but is -1"));
        assertTrue(refusal("SELECT * FROM vflow_sample(NULL, 1)").contains("but is NULL"));
    }

    @Test
    void aConnectionHasSeveralModels() throws IOException, SQLException {
        TableModel sensors = TableModel.load(GOLDEN.resolveSibling("drift").resolve("model.safetensors"));
        VFlowFunctions.of(MODEL).withPrefix("trees").register(connection);
        VFlowFunctions functions = VFlowFunctions.of(sensors)
                .withPrefix("sensors")
                .withOptions(ReadOptions.standard().withMissing(Set.of("none")));
        functions.register(connection);
        assertEquals(List.of("a", "b", "c"), functions.columns());
        assertEquals(List.of(sensors.logProb(0.5, 1, 1) + ""), ask("SELECT sensors_log_prob(0.5, 1, 1)"));
        assertEquals(List.of("null"), ask("SELECT sensors_log_prob(0.5, 1, NULL)"), "it needs complete rows");
        assertTrue(refusal("SELECT sensors_p_value(0.5, 1, 1)").contains("sensors_p_value"), "it has no calibration");
        assertTrue(refusal("SELECT sensors_log_prob(0.5)").contains("sensors_log_prob(col0 DOUBLE, col1 DOUBLE"));
        assertEquals(3, ask("SELECT * FROM trees_sample(3, 1)").size());
        try (Connection other = ((DuckDBConnection) connection).duplicate()) {
            assertEquals(List.of(sensors.logProb(0.5, 1, 1) + ""), ask(other, "SELECT sensors_log_prob(0.5, 1, 1)"));
        }
    }
}
