package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Times of day and directions, as columns of tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CircularTableTest {
    /** In nats, by float32. */
    private static final double SAME = 1e-3;

    /** The tails beyond a period, and the sum over a grid. */
    private static final double OF_MASS = 0.01;

    private static final int SECONDS = 86_400;

    private Path dir;

    private Table.Reading reading;
    private TableModel model;

    private Table.Reading read(String text, ReadOptions options) throws IOException {
        return Table.read(CsvSource.of(Files.writeString(dir.resolve("t.csv"), text)), options);
    }

    /** Nights about midnight, which take longer after it, and days about one o'clock. */
    private static String shifts(int n) {
        Random random = new Random(3);
        return "at,shift,length\n"
                + IntStream.range(0, n)
                        .mapToObj(_ -> {
                            boolean night = random.nextInt(3) > 0;
                            double z = random.nextGaussian();
                            int second = (int) ((night ? 0 : 13 * 3_600) + 3_600 * z);
                            double length = (night ? 20 + 5 * z : 40) + random.nextGaussian();
                            return LocalTime.ofSecondOfDay(Math.floorMod(second, SECONDS))
                                    + (Math.floorMod(second, 60) == 0 ? ":00," : ",")
                                    + (night ? "night" : "day")
                                    + String.format(Locale.ROOT, ",%.2f", length);
                        })
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @BeforeAll
    void train(@TempDir Path forAll) throws IOException {
        dir = forAll;
        reading = read(shifts(1_500), ReadOptions.standard());
        model = TableModel.fit(
                reading.table(), Recipe.standard().withSteps(300).withNoise(0.0).withCalibration(0.2));
    }

    private double logProb(String at, String shift, double length) {
        return model.logProb(Map.of("at", at, "shift", shift, "length", length));
    }

    @Test
    void timesOfDayAreOnACircle() {
        Schema schema = reading.table().schema();
        assertEquals(new Column.Circular("at", 0, 1), schema.column("at"));
        assertEquals(Notation.Dates.of("HH:mm:ss"), schema.notation("at"));
        assertEquals(
                "column 1 (at) holds times of day in the form HH:mm:ss, which are parts of a day on a circle",
                reading.findings().stream()
                        .map(Finding::toString)
                        .filter(text -> text.contains("(at)"))
                        .collect(Collectors.joining()));
        assertEquals("density on a circle", reading.columns().getFirst().use());
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @Test
    void theDensityIsEqualAtBothEnds() {
        for (String shift : List.of("night", "day")) {
            for (double length : new double[] {15, 20, 25, 40}) {
                double[] row = model.row(Map.of("at", "00:00:00", "shift", shift, "length", length));
                double first = model.logProb(row);
                double[] last = row.clone();
                last[0] = 1 - 1e-9;
                assertEquals(first, model.logProb(last), SAME, shift + ", " + length);
                last[0] = 1;
                assertEquals(first, model.logProb(last), SAME, shift + ", " + length);
            }
        }
        assertEquals(logProb("23:59:59", "night", 20), logProb("00:00:01", "night", 20), 0.02, "beside midnight");
    }

    /** Over the times of a day, the two labels and all lengths. */
    @Test
    void theMassIsOne() {
        int n = 288;
        int m = 400;
        double[][] rows = new double[2 * n * m][];
        Arrays.setAll(rows, i -> new double[] {
            (Math.floorDiv(i, 2 * m) + 0.5) / n, i % 2, -10 + 80 * (Math.floorMod(Math.floorDiv(i, 2), m) + 0.5) / m
        });
        double sum = Arrays.stream(model.logProb(rows)).map(Math::exp).sum();
        assertEquals(1, sum / n * 80 / m, OF_MASS);
        double[][] alone = IntStream.range(0, n)
                .mapToObj(i -> new double[] {(i + 0.5) / n, Double.NaN, 20})
                .toArray(double[][]::new);
        double given = model.marginal(Map.of("length", 20.0)).logProb();
        double ofTimes = Arrays.stream(model.logProb(alone)).map(Math::exp).sum() / n;
        assertEquals(Math.exp(given), ofTimes, 0.05 * Math.exp(given), "the marginal density of a length");
    }

    @Test
    void samplesAreTimesOnBothSidesOfMidnight() {
        double[][] drawn = model.sample(2_000, 1);
        assertTrue(Arrays.stream(drawn).allMatch(row -> row[0] >= 0 && row[0] < 1));
        double before = Arrays.stream(drawn).filter(row -> row[0] > 0.9).count() / 2_000.0;
        double after = Arrays.stream(drawn).filter(row -> row[0] < 0.1).count() / 2_000.0;
        assertEquals(1 / 3.0, before, 0.08);
        assertEquals(1 / 3.0, after, 0.08);
        double[][] late = model.sample(500, Map.of("at", "00:45:00", "shift", "night"), 1);
        double mean = Arrays.stream(late).mapToDouble(row -> row[2]).average().orElseThrow();
        assertEquals(20 + 5 * 0.75, mean, 1, "nights take longer after midnight");
        for (double[] row : drawn) {
            LocalTime.parse(model.schema().text(model.schema().column("at"), row[0]));
        }
    }

    @Test
    void anExpectedTimeMayPassMidnight() {
        Verdict noon = model.alarm(0.05).explain(Map.of("at", "08:00:00", "shift", "night", "length", 20.0));
        assertTrue(noon.isAlarm());
        String reason = noon.reason();
        assertTrue(
                reason.matches("at is 08:00:00, expected (23:|00:).* \\(2[23]:\\S+ to 0[012]:\\S+\\) given.*"), reason);
        Verdict usual = model.alarm(0.05).explain(Map.of("at", "00:00:10", "shift", "night", "length", 20.0));
        assertTrue(!usual.isAlarm(), usual.toString());
    }

    @Test
    void directionsAreDeclaredAndTurnRound() throws IOException {
        Random random = new Random(5);
        String text = "wind,speed\n"
                + IntStream.range(0, 600)
                        .mapToObj(_ -> {
                            double wind = 30 * random.nextGaussian();
                            return String.format(
                                    Locale.ROOT,
                                    "%.1f,%.2f",
                                    wind < -40 ? wind : wind - 360 * Math.floor(wind / 360),
                                    10 + 3 * Math.sin(Math.toRadians(wind)) + 0.5 * random.nextGaussian());
                        })
                        .collect(Collectors.joining("\n"));
        Column.Circular column = new Column.Circular("wind", 0, 360);
        ReadOptions asked = ReadOptions.standard()
                .with("wind", ReadOptions.Kind.CIRCULAR)
                .with("wind", new ReadOptions.Range(0, 360));
        Table table = read(text, asked).orThrow();
        assertEquals(column, table.schema().column("wind"));
        assertTrue(Arrays.stream(table.rows().copyColumn(0)).allMatch(x -> x >= 0 && x < 360));
        assertEquals(10, column.encode(370));
        assertEquals(350, column.encode(-10));
        assertEquals(0, column.encode(360));
        Table made = Table.of(table.rows(), List.of("wind", "speed")).with(column);
        TableModel fitted = Untrained.of(made);
        for (double speed : new double[] {7, 10, 13}) {
            assertEquals(fitted.logProb(0, speed), fitted.logProb(360 - 1e-7, speed), SAME, "at " + speed);
            assertEquals(fitted.logProb(20, speed), fitted.logProb(380, speed), SAME, "at " + speed);
        }
        assertTrue(Arrays.stream(fitted.sample(500, 1)).allMatch(row -> row[0] >= 0 && row[0] < 360));
        Path file = dir.resolve("m.vflow");
        fitted.save(file);
        assertEquals(fitted.logProb(359, 10), TableModel.load(file).logProb(359, 10));
    }
}
