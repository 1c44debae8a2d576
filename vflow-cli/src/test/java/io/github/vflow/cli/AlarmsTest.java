package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms, explanations and calibration by the command are those of the library. */
final class AlarmsTest {
    @TempDir
    static Path dir;

    private static final int SOME_ROWS = 3;
    private static Path file = Path.of("m");
    private static Path in = Path.of("in");

    /** Temperature and pressure that belong together, and a colour that the temperature decides. */
    private static List<Map<String, Object>> rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double t = 20 + 3 * random.nextGaussian();
            rows.add(Map.of(
                    "temp", t, "press", 1000 + 2 * t + random.nextGaussian(), "colour", t > 20 ? "red" : "blue"));
        }
        return rows;
    }

    @BeforeAll
    static void write() throws IOException {
        file = dir.resolve("m.safetensors");
        in = dir.resolve("in.csv");
        Recipe recipe = Recipe.standard()
                .withSteps(400)
                .withFillSteps(400)
                .withNoise(0.0, 0.1)
                .withCalibration(0.3)
                .withSamples(20);
        TableModel.fit(Table.of(rows(700, 1)), recipe).save(file);
        Files.writeString(
                in,
                "colour,temp,press,note\nred,21,1042,a\nred,21,1080,b\ngreen,21,1042,c\nred,€7,1042,d\nred,21,,e\n");
    }

    /** A column of the table keeps its name, and the added one gets another. */
    @Test
    void aTableMayHaveAColumnOfTheName() throws IOException {
        Files.writeString(in, Files.readString(in).replace(",note", ",reason"));
        Run run = Run.vflow("score", file, in, "--alarms", 0.01);
        assertTrue(
                run.err().contains(in + ": there is a column reason already, so the added one is vflow_reason"),
                run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("colour,temp,press,reason,log_prob,alarm_score,p_value,alarm,vflow_reason", lines.getFirst());
        assertTrue(lines.get(2).startsWith("red,21,1080,b,") && lines.get(2).contains(",true,"), lines.get(2));
    }

    private static List<String[]> cells(Run run) {
        return run.out().lines().skip(1).map(l -> l.split(",", 7)).toList();
    }

    /** Half of the rows of a batch are odd: at a false discovery rate of 10 % these are alarms, with the level that the library finds. */
    @Test
    void discoveriesAreThoseOfTheLibrary() throws IOException {
        Path batch = dir.resolve("batch.csv");
        write(batch, 40, 20);
        Run run = Run.vflow("score", file, batch, "--fdr", 0.1);
        assertEquals(0, run.code(), run.err());
        TableModel model = TableModel.load(file);
        Table rows = Table.of(batch(40, 20));
        double[][] numbers = new double[rows.rows(model.schema(), "test").size()][];
        Arrays.setAll(numbers, i -> rows.rows(model.schema(), "test").copyRow(i));
        List<Boolean> expected = model.alarm(0.01).discover(numbers, 0.1).stream()
                .map(Verdict::isAlarm)
                .toList();
        List<Boolean> found = cells(run).stream()
                .map(c -> Boolean.parseBoolean(c[6].split(",")[0]))
                .toList();
        assertEquals(expected, found);
        assertTrue(found.stream().filter(x -> x).count() >= 15, run.out());
    }

    /** The oddest rows come first, with the scores and reasons that they have alone. */
    @Test
    void aBudgetWritesTheOddestRows() throws IOException {
        Path batch = dir.resolve("budget.csv");
        write(batch, 40, 4);
        Run run = Run.vflow("score", file, batch, "--budget", 0.1);
        assertEquals(0, run.code(), run.err());
        List<String[]> written = cells(run);
        assertEquals(4, written.size(), "a tenth of 40 rows");
        List<Double> scores =
                written.stream().map(c -> Double.parseDouble(c[4])).toList();
        assertEquals(scores.stream().sorted().toList(), scores);
        List<String[]> all = cells(Run.vflow("score", file, batch, "--alarms", 0.01));
        List<Double> lowest = all.stream()
                .map(c -> Double.parseDouble(c[4]))
                .sorted()
                .limit(4)
                .toList();
        assertEquals(lowest, scores);
        assertTrue(run.out().contains("true,\"") && run.err().contains("the 4 oddest of 40 rows"), run.err());
    }

    @Test
    void groupsAreThoseOfTheLibrary() throws IOException {
        Path grouped = dir.resolve("grouped.safetensors");
        Run run = Run.vflow("calibrate", file, "--by", "colour", "--out", grouped);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains(", beside rows of the same colour"), run.out());
        assertTrue(Run.vflow("info", grouped).out().contains(", each beside rows of the same colour"));
        TableModel model = TableModel.load(file);
        assertEquals(List.of("colour"), TableModel.load(grouped).alarm(0.05).by());
        Path again = dir.resolve("again.safetensors");
        Run.vflow("calibrate", grouped, in, "--out", again);
        assertEquals(List.of("colour"), TableModel.load(again).alarm(0.5).by(), "rows that calibrate again");
        Verdict expected =
                model.alarm(0.05).by(List.of("colour")).judge(Map.of("colour", "red", "temp", 21, "press", 1042));
        assertEquals(
                expected,
                TableModel.load(grouped).alarm(0.05).judge(Map.of("colour", "red", "temp", 21, "press", 1042)));
        String asked =
                Run.vflow("score", file, in, "--alarms", 0.05, "--by", "colour").out();
        assertEquals(asked, Run.vflow("score", grouped, in, "--alarms", 0.05).out());
        assertTrue(asked.contains("," + expected.score() + "," + expected.pValue() + ","), asked);
        assertEquals(
                Run.vflow("score", file, in, "--alarms", 0.05).out(),
                Run.vflow("score", grouped, in, "--alarms", 0.05, "--by", "all").out());
        assertTrue(Run.vflow("explain", file, in, "--row", 1, "--by", "colour", "--json")
                .out()
                .contains("" + expected.score()));
    }

    @Test
    void optionsOfAlarmsGoTogether() {
        for (List<Object> wrong : List.of(
                List.<Object>of("--alarms", 0.1, "--fdr", 0.1, "--alarms, --fdr and --budget each say"),
                List.<Object>of("--by", "colour", "--by is for alarms; give --alarms, --fdr or --budget, too"),
                List.<Object>of("--fdr", 1, "--fdr must be in (0, 1), such as 0.1 for one false alarm in ten"),
                List.<Object>of("--budget", 0, "--budget must be in (0, 1), such as 0.01 for one row in a hundred"),
                List.<Object>of(
                        "--alarms",
                        0.1,
                        "--by",
                        "temp",
                        "--by: alarm: rows are compared by columns of labels, which are [colour]"))) {
            List<Object> args = new ArrayList<>(List.of("score", file, in));
            args.addAll(wrong.subList(0, wrong.size() - 1));
            Run run = Run.vflow(args.toArray());
            assertTrue(run.code() != 0 && run.err().contains((String) wrong.getLast()), run.err());
        }
        Run none = Run.vflow("calibrate", file);
        assertTrue(none.err().contains("calibrate needs NORMAL.csv, or --by to group the rows"), none.err());
    }

    /** Normal rows, and some whose pressure is too low. */
    private static List<Map<String, Object>> batch(int rows, int odd) {
        List<Map<String, Object>> all = new ArrayList<>(rows(rows, 5));
        for (int i = 0; i < odd; i++) {
            int at = i * (rows / odd);
            Map<String, Object> row = new HashMap<>(all.get(at));
            row.put("press", 900.0 - 10 * i);
            all.set(at, row);
        }
        return all;
    }

    private static void write(Path to, int rows, int odd) throws IOException {
        StringBuilder csv = new StringBuilder("colour,temp,press\n");
        batch(rows, odd).forEach(r -> csv.append(r.get("colour") + "," + r.get("temp") + "," + r.get("press") + "\n"));
        Files.writeString(to, csv);
    }

    @Test
    void alarmsAddFourColumns() throws IOException {
        Run run = Run.vflow("score", file, in, "--alarms", 0.01);
        assertEquals(SOME_ROWS, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("colour,temp,press,note,log_prob,alarm_score,p_value,alarm,reason", lines.getFirst());
        TableModel model = TableModel.load(file);
        Alarm alarm = model.alarm(0.01);
        Map<String, Object> first = Map.of("colour", "red", "temp", 21, "press", 1042);
        Verdict normal = alarm.judge(first);
        assertNotEquals(model.logProb(first), normal.score(), "an alarm compares scores of its own");
        assertEquals(
                "red,21,1042,a," + model.logProb(first) + "," + normal.score() + "," + normal.pValue() + ",false,",
                lines.get(1));
        Map<String, Object> second = Map.of("colour", "red", "temp", 21, "press", 1080);
        Verdict odd = alarm.explain(second);
        assertEquals(
                "red,21,1080,b," + model.logProb(second) + "," + odd.score() + "," + odd.pValue() + ",true,\""
                        + odd.reason() + "\"",
                lines.get(2));
        assertTrue(odd.reason().startsWith("press is 1080"), odd.reason());
        assertTrue(lines.get(3).contains(",-Infinity,0.00"), lines.get(3));
        assertTrue(lines.get(3).endsWith(",true,\"colour is green, which the model has never seen\""), lines.get(3));
        assertEquals("red,€7,1042,d,,,,,", lines.get(4));
        assertTrue(lines.get(5).startsWith("red,21,,e,"), lines.get(5));
        assertTrue(run.err().contains("4 rows, mean log_prob"), run.err());
        assertTrue(run.err().contains(", 2 alarms"), run.err());
        Path out = dir.resolve("out.csv");
        JsonNode json = Run.vflow("score", file, in, "--alarms", 0.01, "--out", out, "--json", "--threads", 1)
                .json();
        assertEquals(2, json.path("alarms").intValue());
        assertEquals(4, json.path("worst").intValue(), "the row with a breach");
        assertEquals(
                "colour is green, which the model has never seen",
                json.path("reason").stringValue());
        assertEquals(run.out(), Files.readString(out));
    }

    /** The order of alarm scores is that of p-values; the order of ln p is another. */
    @Test
    void rowsSortedByTheirAlarmScoreAreSortedByTheirPValue() throws IOException {
        StringBuilder text = new StringBuilder("temp,press,colour\n");
        rows(300, 11).forEach(r -> text.append(r.get("temp") + "," + r.get("press") + "," + r.get("colour") + "\n"));
        Path some = Files.writeString(dir.resolve("some.csv"), text);
        List<double[]> scored = Run.vflow("score", file, some, "--alarms", 0.01)
                .ok()
                .out()
                .lines()
                .skip(1)
                .map(l -> Stream.of(l.split(",")).skip(3).limit(3).mapToDouble(Double::parseDouble))
                .map(DoubleStream::toArray)
                .sorted(Comparator.comparingDouble(cells -> cells[1]))
                .toList();
        assertEquals(300, scored.size());
        int reversed = 0;
        for (int i = 1; i < scored.size(); i++) {
            assertTrue(scored.get(i - 1)[2] <= scored.get(i)[2], "row " + i);
            reversed += scored.get(i - 1)[0] > scored.get(i)[0] ? 1 : 0;
        }
        assertTrue(reversed > 0, "ln p has the order of alarm scores");
    }

    /** Cells are copied under their own columns, also if a record has too few or too many. */
    @Test
    void recordsOfAnotherWidthKeepTheirColumns() throws IOException {
        Path ragged = Files.writeString(
                dir.resolve("ragged.csv"), "colour,temp,press\nred,21,1042\nred,21\nred,21,1042,9\nred,,1042\n");
        Run scored = Run.vflow("score", file, ragged, "--alarms", 0.01);
        assertEquals(SOME_ROWS, scored.code(), scored.err());
        List<String> lines = scored.out().lines().toList();
        assertTrue(lines.get(2).matches("red,21,,-?[.\\d]+,-?[.\\d]+,[.\\d]+,false,"), lines.get(2));
        assertEquals("red,21,\"1042,9\",,,,,", lines.get(3));
        Run imputed = Run.vflow("impute", file, ragged, "--draws", 2, "--samples", 50);
        assertEquals(SOME_ROWS, imputed.code(), imputed.err());
        lines = imputed.out().lines().toList();
        assertTrue(lines.get(3).matches("red,21,[.\\d]+,1"), lines.get(3));
        assertEquals(List.of("red,21,\"1042,9\",1", "red,21,\"1042,9\",2"), lines.subList(5, 7));
        assertTrue(lines.get(7).matches("red,[-.\\d]+,1042,1"), lines.get(7));
        assertTrue(imputed.err().contains("4 rows, 2 missing cells filled"), imputed.err());
    }

    @Test
    void aRateIsANumber() {
        for (String command : List.of("score", "explain --row 1")) {
            Object[] words = Stream.concat(Stream.of(command.split(" ", -1)), Stream.of(file, in, "--alarms", "5%"))
                    .toArray();
            assertTrue(Run.vflow(words)
                    .failure(2)
                    .contains("--alarms must be in (0, 1), such as 0.01 for one false alarm in a hundred, but is 5%"));
        }
    }

    @Test
    void explainPrintsPartsAndTheirSum() {
        Run run = Run.vflow("explain", file, in, "--row", 2).ok();
        assertTrue(
                run.out().startsWith("row 2 of " + in + " is an alarm at a false-alarm rate of 0.01: p-value 0.00"),
                run.out());
        assertTrue(run.out().contains("- press is 1080"), run.out());
        assertTrue(run.out().contains("\nalarm score −"), run.out());
        assertTrue(run.out().contains(" nats more than those of a typical row"), run.out());
        String breach = Run.vflow("explain", file, in, "--row", 3).ok().out();
        assertTrue(breach.contains("\na cell contradicts all training rows; the other cells cost "), breach);
        assertTrue(run.out().contains("\ntotal  "), run.out());
        JsonNode json =
                Run.vflow("explain", file, in, "--row", 2, "--json").ok().json();
        JsonNode part = json.path("attribution").path("parts").get(0);
        assertEquals("press", part.path("column").stringValue());
        assertEquals(1080, part.path("value").doubleValue());
        double median = part.path("expected").path("median").doubleValue();
        assertEquals(1042, median, 6);
        double sum = json.path("attribution").path("rest").doubleValue();
        for (int i = 0; i < json.path("attribution").path("parts").size(); i++) {
            sum += json.path("attribution").path("parts").get(i).path("cost").doubleValue();
        }
        assertEquals(json.path("attribution").path("total").doubleValue(), sum, 1e-6);
        Run normal =
                Run.vflow("explain", file, in, "--row", 1, "--alarms", 0.02).ok();
        assertTrue(normal.out().contains(" is normal at a false-alarm rate of 0.02"), normal.out());
        assertTrue(normal.out().contains("each column given all others:"), normal.out());
        Run bad = Run.vflow("explain", file, in, "--row", 4);
        assertEquals(SOME_ROWS, bad.code());
        assertTrue(bad.err().contains("row 4 has no score: column temp holds"), bad.err());
    }

    @Test
    void calibrateReplacesTheScoresAndNothingElse() throws IOException {
        Path copy = dir.resolve("copy.safetensors");
        Files.copy(file, copy);
        Path normal = dir.resolve("normal.csv");
        StringBuilder text = new StringBuilder("temp,press,colour\n");
        rows(150, 8).forEach(r -> text.append(r.get("temp") + "," + r.get("press") + "," + r.get("colour") + "\n"));
        Files.writeString(normal, text);
        Run run = Run.vflow("calibrate", copy, normal).ok();
        assertTrue(run.out().startsWith("150 calibration rows, median alarm score"), run.out());
        assertTrue(run.out().endsWith("alarms at rates of 0.0066 and more\nwrote " + copy + "\n"), run.out());
        ModelFile before = ModelFile.load(file);
        ModelFile after = ModelFile.load(copy);
        assertEquals(150, after.calibration().orElseThrow().size());
        assertEquals(210, before.calibration().orElseThrow().size());
        assertEquals(before.notes(), after.notes());
        assertEquals(before.fitted(), after.fitted());
        assertArrayEquals(
                before.model().parameters().values(), after.model().parameters().values());
        assertEquals(
                TableModel.load(file)
                        .calibrated(Table.of(TableModel.load(file).schema(), rows(150, 8)))
                        .calibration(),
                after.calibration());
        String info = Run.vflow("info", copy).ok().out();
        assertTrue(info.contains("calibration 150 rows"), info);
        assertTrue(info.contains(", trained with noise 0.1, whitened, of which flow"), info);
        Path other = dir.resolve("other.safetensors");
        Run.vflow("calibrate", file, normal, "--out", other).ok();
        assertArrayEquals(Files.readAllBytes(copy), Files.readAllBytes(other));
        byte[] bytes = Files.readAllBytes(copy);
        Files.writeString(normal, "temp,press,colour\nx,1,red\n");
        assertTrue(Run.vflow("calibrate", copy, normal, "--strict")
                .failure(1)
                .contains("no row that the model can score"));
        assertArrayEquals(bytes, Files.readAllBytes(copy));
    }

    @Test
    void aModelWithoutCalibrationSaysHowToGetOne() throws IOException {
        Path plain = dir.resolve("plain.safetensors");
        ModelFile with = ModelFile.load(file);
        new ModelFile(with.model(), with.columns(), with.notes()).save(plain);
        assertEquals(
                "vflow: " + plain + ": the model has no calibration scores, so it has no alarms; run vflow calibrate "
                        + plain + " NORMAL.csv with at least 99 normal rows that did not train it",
                Run.vflow("explain", plain, in, "--row", 1).failure(1));
        Run score = Run.vflow("score", plain, in);
        assertFalse(score.out().contains("p_value"));
        Run asked = Run.vflow("score", plain, in, "--alarms", 0.05);
        assertEquals(3, asked.code(), asked.err());
        assertEquals(score.out(), asked.out(), "log_prob is written all the same");
        assertTrue(
                asked.err().contains("the model has no calibration scores, so it has no alarms; run vflow calibrate"),
                asked.err());
    }

    @Test
    void givenValuesBeyondTheTrainingAreSaid() throws IOException {
        Run far = Run.vflow("sample", file, "-n", 3, "--given", "press=9999").ok();
        assertTrue(far.err().contains("--given press=9999 is outside of the training rows, "), far.err());
        assertFalse(Run.vflow("sample", file, "-n", 3, "--given", "press=1042")
                .ok()
                .err()
                .contains("outside"));
    }
}
