package io.github.vflow.cli.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.SpokenConsole;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Schema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Models and their values as commands take them, without a training. */
final class GivenValuesTest {
    private static final Path FILE = Path.of("m");
    private static final Schema SCHEMA = new Schema(List.of(
            Column.real("load"),
            Column.category("kind", List.of("red", "blue")),
            Column.ignored("id"),
            Column.whole("n")));

    @TempDir
    private Path dir;

    private static Map<String, Object> parsed(String... words) {
        return GivenValues.parse(SpokenConsole.of().console(), FILE, SCHEMA, List.of(words));
    }

    private static <T extends Throwable> String message(Class<T> type, Executable action) {
        return String.valueOf(assertThrows(type, action).getMessage());
    }

    @Test
    void aValueIsReadAsOneOfItsColumn() {
        Map<String, Object> values = parsed("n=3", "kind=blue", "load=-1.5");
        assertEquals(List.of("n", "kind", "load"), List.copyOf(values.keySet()));
        assertEquals(3.0, ((Number) values.get("n")).doubleValue());
        assertEquals("blue", values.get("kind"));
        assertEquals(-1.5, values.get("load"));
    }

    @Test
    void aValueThatNoCellCanHaveIsRefused() {
        for (String word : List.of("load", "=3")) {
            assertEquals(
                    "--given must be NAME=VALUE, such as load=3, but is \"" + word + "\"",
                    message(UsageException.class, () -> parsed(word)));
        }
        assertEquals(
                "--given has two values for n; leave one out",
                message(UsageException.class, () -> parsed("n=1", "n=2")));
        for (String name : List.of("id", "x")) {
            assertEquals(
                    "m: --given: the model has no column \"" + name + "\"; it has [load, kind, n]",
                    message(IllegalArgumentException.class, () -> parsed(name + "=1")));
        }
        String green = message(IllegalArgumentException.class, () -> parsed("kind=green"));
        assertTrue(green.startsWith("m: --given kind: expected ") && green.endsWith(" but got \"green\""), green);
        String text = message(IllegalArgumentException.class, () -> parsed("load=heavy"));
        assertTrue(text.startsWith("m: --given load: expected ") && text.endsWith(" but got \"heavy\""), text);
    }

    private static ModelFile file(RowSpec spec, String... columns) {
        return new ModelFile(Models.of(spec, 1), List.of(columns), Map.of());
    }

    private static TableModel model(int given) throws IOException {
        return TableModel.of(
                file(
                        RowSpec.of(1, 0, 1).withGiven(given),
                        given == 2 ? new String[] {"y", "b", "a"} : new String[] {"y"}),
                "m");
    }

    @Test
    void allGivenColumnsNeedAValue() throws IOException {
        TableModel model = model(2);
        assertArrayEquals(new double[] {7, 8}, GivenValues.ofAll(FILE, model, Map.of("a", 8.0, "b", 7.0)));
        assertEquals(
                "m: a model of p(y | x) needs the values of x: give --given b=…,a=…",
                message(IllegalArgumentException.class, () -> GivenValues.ofAll(FILE, model, Map.of())));
        assertEquals(
                "m: a model of p(y | x) needs the values of x: give --given b=…,a=…, not [a]",
                message(IllegalArgumentException.class, () -> GivenValues.ofAll(FILE, model, Map.of("a", 8.0))));
        assertEquals(
                "m: a model of p(y | x) needs the values of x: give --given b=…,a=…, not [y, z]",
                message(
                        IllegalArgumentException.class,
                        () -> GivenValues.ofAll(FILE, model, new java.util.TreeMap<>(Map.of("y", 8.0, "z", 1.0)))));
    }

    @Test
    void givenValuesStandBehindTheRows() {
        Rows rows = GivenValues.beside(Rows.of(new double[][] {{1, 2}, {3, 4}}), new double[] {9, 8, 7});
        assertArrayEquals(new double[] {1, 2, 9, 8, 7}, rows.copyRow(0));
        assertArrayEquals(new double[] {3, 4, 9, 8, 7}, rows.copyRow(1));
    }

    @Test
    void valuesBeyondTheTrainingRowsAreNoted() throws IOException {
        TableModel model = TableModel.of(file(RowSpec.of(2, 0, 1), "a", "b"), "m");
        Calibration rows = Calibration.of(new double[] {1, 2, 3}, new double[] {0, 10}, new double[] {1, 20});
        assertEquals(List.of(), GivenValues.outside(model, rows, Map.of("a", 0.0, "b", 20.0)));
        assertEquals(List.of(), GivenValues.outside(model, rows, Map.of("a", 1.0, "b", 10.0)));
        List<String> notes = GivenValues.outside(model, rows, Map.of("b", 9.5));
        assertEquals(1, notes.size());
        assertTrue(
                notes.getFirst()
                        .matches("--given b=9\\.5 is outside of the training rows, 10(\\.0)? to 20(\\.0)?: the"
                                + " samples repeat few draws"),
                notes.getFirst());
        assertEquals(1, GivenValues.outside(model, rows, Map.of("b", 20.5)).size());
        assertEquals(List.of(), GivenValues.outside(model, rows, Map.of("c", 20.5)));
    }

    @Test
    void anAlarmHasARate() {
        SpokenConsole said = SpokenConsole.of();
        assertEquals(OptionalDouble.empty(), Alarms.rate(said.console(), null));
        assertEquals(OptionalDouble.of(0.02), Alarms.rate(said.console(), "0.02"));
        for (String wrong : List.of("0", "1", "x")) {
            assertEquals(
                    "--alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is " + wrong,
                    message(UsageException.class, () -> Alarms.rate(said.console(), wrong)));
        }
    }

    @Test
    void aModelWithoutCalibrationSaysHowToGetOne() throws IOException {
        ModelFile bare = file(RowSpec.of(1, 0, 1), "y");
        String remedy =
                "m: the model has no calibration scores, so it has no alarms; run vflow calibrate m NORMAL.csv with at"
                        + " least 19 normal rows that did not train it";
        assertEquals(
                remedy,
                message(
                        IllegalArgumentException.class,
                        () -> Alarms.of(FILE, bare, model(0), OptionalDouble.of(0.05))));
        SpokenConsole said = SpokenConsole.of();
        assertTrue(Alarms.ifAny(said.console(), FILE, bare, model(0), OptionalDouble.of(0.05))
                .isEmpty());
        assertEquals(List.of(remedy), said.lines());
        String conditional = "m: a model of p(y | x) has no alarms; train one of all columns, without --given";
        ModelFile given = file(RowSpec.of(1, 0, 1).withGiven(1), "y", "x");
        assertEquals(conditional, message(IllegalArgumentException.class, () -> Alarms.requireJoint(FILE, given)));
        assertEquals(
                conditional,
                message(
                        IllegalArgumentException.class,
                        () -> Alarms.of(FILE, given, model(0), OptionalDouble.empty())));
        assertEquals(
                conditional,
                message(
                        IllegalArgumentException.class,
                        () -> Alarms.ifAny(said.console(), FILE, given, model(0), OptionalDouble.of(0.05))));
    }

    @Test
    void aFailureOfAModelNamesItsFile() {
        assertEquals(5, ModelInput.apply(FILE, () -> 5));
        Supplier<Integer> failing = () -> {
            throw new ArithmeticException("singular");
        };
        assertEquals("m: singular", message(ArithmeticException.class, () -> ModelInput.apply(FILE, failing)));
    }

    @Test
    void aModelOfImagesIsNoneOfATable() {
        ModelFile images = new ModelFile(Models.of(ImageSpec.small(4, 4, 1, 16, 0, 4, 1), 1), List.of(), Map.of());
        assertEquals(
                "m: the command is for models of tables but the model is one of images; give another model",
                message(IllegalArgumentException.class, () -> ModelInput.ofTable(FILE, images)));
    }

    private static DriftMonitor monitor(double rate) {
        return DriftMonitor.of(baseline(), rate);
    }

    private static Baseline baseline() {
        double[] numbers = IntStream.range(0, 50).mapToDouble(i -> i * 0.37 % 1).toArray();
        return Baseline.builder().numbers("a", numbers).build();
    }

    @Test
    void aMonitorGoesOnFromItsState() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path state = dir.resolve("s.json");
        assertEquals(3, DriftState.read(said.console(), null, baseline(), 3).rate());
        assertEquals(3, DriftState.read(said.console(), state, baseline(), 3).rate());
        DriftMonitor monitor = monitor(3);
        monitor.add(new double[] {0.5}, 0);
        DriftState.write(said.console(), null, monitor);
        assertFalse(Files.exists(state));
        DriftState.write(said.console(), state, monitor);
        assertEquals(List.of(), said.lines());
        DriftMonitor again = DriftState.read(said.console(), state, baseline(), 5);
        assertEquals(3, again.rate());
        assertEquals(1, again.rows());
        assertEquals(
                "--rate is 5.0 but the monitor of --state " + state
                        + " has 3.0; leave --rate out, or give another file",
                message(
                        UsageException.class,
                        () -> DriftState.read(SpokenConsole.of("--rate=5").console(), state, baseline(), 5)));
        Files.writeString(state, "{}");
        assertTrue(message(FileFormatException.class, () -> DriftState.read(said.console(), state, baseline(), 3))
                .startsWith(state + ": "));
    }

    @Test
    void aMonitorStartsAnewAfterItsAlarm() throws IOException {
        SpokenConsole said = SpokenConsole.of();
        Path state = dir.resolve("s.json");
        DriftMonitor monitor = monitor(900_000);
        for (int i = 0; i < 2_000 && monitor.alarm().isEmpty(); i++) {
            monitor.add(new double[] {5}, 0);
        }
        assertTrue(monitor.alarm().isPresent());
        long rows = monitor.rows();
        DriftState.write(said.console(), state, monitor);
        assertEquals(List.of(state + ": the monitor starts anew after its alarm"), said.lines());
        DriftMonitor again = DriftState.read(said.console(), state, baseline(), 1);
        assertTrue(again.alarm().isEmpty());
        assertEquals(rows, again.rows());
    }

    @Test
    void samplesAreATableOfTheirColumns() throws IOException {
        TableModel model = TableModel.of(file(RowSpec.of(2, 0, 1), "a", "b"), "m");
        double[][] drawn = new double[1_000][];
        Arrays.setAll(drawn, i -> new double[] {i + 0.5, -i});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SampledTable(model, Rows.of(drawn), row -> row[0] % 3 == 0.5 ? new double[] {row[0], Double.NaN} : row)
                .write(out);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("a,b", lines.getFirst());
        assertEquals(1_001, lines.size());
        assertTrue(lines.get(6).matches("5\\.5,(-5(\\.0)?)?"), lines.get(6));
        assertEquals(334, lines.stream().filter(line -> line.endsWith(",")).count());
        assertEquals(0, lines.stream().filter(line -> line.startsWith(",")).count());
    }

    /** A date is empty where its parts are. */
    @Test
    void aSampleOfADateCanBeEmpty() throws IOException {
        Schema schema = new Schema(List.of(Column.real("a"), Column.real("at")))
                .with("at", Notation.Dates.of("uuuu-MM-dd"))
                .with(new Moment("at", Set.of(Moment.Season.WEEKDAY), true, Moment.Trend.DAYS));
        List<String> names = schema.modelled().names();
        assertEquals(3, names.size(), names.toString());
        Rows drawn = Rows.of(new double[][] {{1, 3, 20_000}, {2, 3, 20_100}});
        RowSpec spec = RowSpec.of(3, 0, 1).withKinds(schema.specs(drawn, 3));
        TableModel model =
                TableModel.of(new ModelFile(Models.of(spec, 1), names, Map.of("schema", schema.toJson())), "m");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SampledTable(model, drawn, row -> row[0] == 2 ? new double[] {2, Double.NaN, Double.NaN} : row).write(out);
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals("a,at", lines.getFirst());
        assertTrue(lines.get(1).matches("1(\\.0)?,\\d{4}-\\d\\d-\\d\\d"), lines.get(1));
        assertTrue(lines.get(2).matches("2(\\.0)?,"), lines.get(2));
    }
}
