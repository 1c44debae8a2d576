package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.schema.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exact relations between columns, from {@code schema} to {@code report}. */
final class RelationsCommandTest {
    private static final String HEAD = "price,tax,total,fahrenheit,celsius,city,code";
    private static final long SEED = 5;

    @TempDir
    static Path dir;

    private static Path table = Path.of("table");
    private static Path model = Path.of("model");
    private static final List<String[]> ROWS = rows();

    private static List<String[]> rows() {
        Random random = new Random(SEED);
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            BigDecimal price = cents(Math.exp(3 + 0.5 * random.nextGaussian()));
            BigDecimal tax = cents(1 + 0.2 * price.doubleValue() + random.nextDouble());
            long celsius = Math.round(15 + 8 * random.nextGaussian());
            int city = random.nextInt(3);
            rows.add(new String[] {
                price.toString(),
                tax.toString(),
                price.add(tax).toString(),
                BigDecimal.valueOf(18 * celsius + 320, 1).toString(),
                Long.toString(celsius),
                List.of("Berlin", "Paris", "Rome").get(city),
                List.of("DE", "FR", "IT").get(city)
            });
        }
        return rows;
    }

    private static BigDecimal cents(double number) {
        return BigDecimal.valueOf(Math.round(100 * number), 2);
    }

    private static Path write(String name, List<String[]> rows) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> lines.add(String.join(",", row)));
        return Files.write(dir.resolve(name), lines);
    }

    private static String[] changed(int row, int column, String value) {
        String[] copy = ROWS.get(row).clone();
        copy[column] = value;
        return copy;
    }

    @BeforeAll
    static void train() throws IOException {
        table = write("t.csv", ROWS);
        model = dir.resolve("m.safetensors");
        Run run = Trees.train(table, model, "--calibration", "0.3").ok();
        assertTrue(
                run.err()
                        .contains(
                                "column 3 (total) is price + tax in all rows, so the model leaves it out and checks it"),
                run.err());
        assertTrue(run.err().contains("t.csv: 200 rows of 4 columns"), run.err());
    }

    @Test
    void schemaAndInfoNameTheRelations() {
        String schema = Run.vflow("schema", table).ok().out();
        assertTrue(schema.contains("left out, checked: price + tax\n"), schema);
        assertTrue(
                schema.contains("left out, checked: 1.8·celsius + 32\n"), "whole degrees give tenths, not the reverse");
        assertTrue(schema.contains("left out, checked: one to one with city\n"), schema);
        String kept = Run.vflow("schema", table, "--column", "total=real").ok().out();
        assertTrue(kept.contains("left out, checked: -tax + total\n"), kept);
        String info = Run.vflow("info", model).ok().out();
        assertTrue(info.contains("derived   always price + tax"), info);
        JsonNode json = Run.vflow("info", model, "--json").ok().json();
        assertEquals("derived", json.path("schema").get(2).path("kind").stringValue());
    }

    private static String last(String line) {
        return line.substring(line.lastIndexOf(",true,") + 6);
    }

    @Test
    void aBrokenRelationIsTheReasonOfAnAlarm() throws IOException {
        List<String[]> rows = List.of(
                ROWS.getFirst(), changed(0, 2, "93.0"), changed(0, 6, ROWS.getFirst()[6].equals("IT") ? "DE" : "IT"));
        Path today = write("today.csv", rows);
        Run run = Run.vflow("score", model, today, "--alarms", "0.05").ok();
        List<String> lines = run.out().lines().toList();
        assertEquals(
                "total is price + tax in all training rows (" + plain(ROWS.getFirst()[2]) + ") but is 93",
                last(lines.get(2)));
        assertTrue(last(lines.get(3)).startsWith("code is one to one with city in all training rows ("), lines.get(3));
        String logProb = lines.get(1).split(",", -1)[7];
        assertEquals(logProb, lines.get(2).split(",", -1)[7], "the density of the independent columns");
        assertTrue(
                run.err()
                        .contains(
                                "column 3 (total) is not price + tax as in all training rows in 1 of 3 rows, first \"93.0\""),
                run.err());
        String explained = Run.vflow("explain", model, today, "--row", 2, "--alarms", "0.05")
                .ok()
                .out();
        assertTrue(explained.contains("total is price + tax in all training rows ("), explained);
        String page = dir.resolve("r.html").toString();
        Run.vflow("report", model, "--data", today, "--out", page).ok();
        String html = Files.readString(Path.of(page));
        assertTrue(html.contains("always price + tax"), "the model card");
        assertTrue(html.contains("is not price + tax as in all training rows"), "the remarks");
    }

    private static String plain(String number) {
        return new BigDecimal(number).stripTrailingZeros().toPlainString();
    }

    @Test
    void samplesObeyTheRelations() {
        List<String> lines =
                Run.vflow("sample", model, "-n", 50).ok().out().lines().toList();
        assertEquals(HEAD, lines.getFirst());
        for (String line : lines.subList(1, 51)) {
            String[] c = line.split(",", -1);
            assertEquals(0, new BigDecimal(c[0]).add(new BigDecimal(c[1])).compareTo(new BigDecimal(c[2])), line);
            assertEquals(
                    18 * Long.parseLong(c[4]) + 320,
                    new BigDecimal(c[3]).movePointRight(1).longValueExact(),
                    line);
            assertEquals(
                    List.of("Berlin", "Paris", "Rome").indexOf(c[5]),
                    List.of("DE", "FR", "IT").indexOf(c[6]),
                    line);
        }
        String given =
                Run.vflow("sample", model, "--given", "code=IT", "-n", 1).ok().out();
        assertTrue(given.contains(",Rome,IT"), given);
        assertTrue(Run.vflow("sample", model, "--given", "total=20").failure(1).contains("\"total\" is price + tax"));
    }

    /** Cells that a relation gives, that the model gives, and that one gives after the other. */
    @Test
    void javaFillsARowAsTheCommandFillsItsFirst() throws IOException {
        TableModel filling = TableModel.load(model);
        List<String> names = List.of(HEAD.split(","));
        for (int[] gaps : new int[][] {{0}, {0, 1}, {0, 1, 2}, {3, 4}, {5, 6}}) {
            String[] row = ROWS.get(7).clone();
            Map<String, Object> known = new HashMap<>();
            for (int i = 0; i < row.length; i++) {
                known.put(names.get(i), i < 5 ? Double.valueOf(row[i]) : row[i]);
            }
            for (int gap : gaps) {
                known.remove(names.get(gap));
                row[gap] = "";
            }
            Run run = Run.vflow("impute", model, write("one.csv", List.<String[]>of(row)));
            String[] filled = run.ok().out().lines().toList().getLast().split(",", -1);
            Map<String, @Nullable Object> values = filling.fill(known);
            assertEquals(names, List.copyOf(values.keySet()));
            for (int gap : gaps) {
                Column c = filling.schema().column(names.get(gap));
                assertEquals(filled[gap], filling.schema().text(c, c.encode(values.get(c.name()))), c.name());
            }
        }
    }

    @Test
    void gapsAreFilledOnEitherSide() throws IOException {
        String[] row = ROWS.get(7);
        String[] both = changed(7, 0, "");
        both[1] = "";
        List<String[]> rows = List.of(changed(7, 0, ""), changed(7, 2, ""), changed(7, 5, ""), changed(7, 4, ""), both);
        Path gaps = write("gaps.csv", rows);
        Run run = Run.vflow("impute", model, gaps).ok();
        List<String[]> filled =
                run.out().lines().skip(1).map(l -> l.split(",", -1)).toList();
        assertEquals(plain(row[0]), plain(filled.get(0)[0]));
        assertEquals(plain(row[2]), plain(filled.get(1)[2]));
        assertEquals(Arrays.toString(row), Arrays.toString(filled.get(2)));
        assertEquals(Arrays.toString(row), Arrays.toString(filled.get(3)));
        BigDecimal sum = new BigDecimal(filled.get(4)[0]).add(new BigDecimal(filled.get(4)[1]));
        assertEquals(0, sum.compareTo(new BigDecimal(row[2])), "price and tax are new, their sum is known");
        assertTrue(run.err().contains("5 rows, 6 missing cells filled"), run.err());
        String draws = Run.vflow("impute", model, gaps, "--draws", 3).ok().out();
        draws.lines()
                .skip(1)
                .map(l -> l.split(",", -1))
                .forEach(c -> assertEquals(
                        0, new BigDecimal(c[0]).add(new BigDecimal(c[1])).compareTo(new BigDecimal(c[2]))));
        String scored = Run.vflow("score", model, write("one.csv", List.of(row, rows.get(0), rows.get(2))))
                .ok()
                .out();
        assertEquals(
                1,
                scored.lines()
                        .skip(1)
                        .map(l -> l.substring(l.lastIndexOf(',')))
                        .distinct()
                        .count(),
                scored);
    }

    @Test
    void driftAndCalibrationTakeRowsThatBreakRelations() throws IOException {
        List<String[]> rows = new ArrayList<>(ROWS);
        rows.set(3, changed(3, 2, "93.0"));
        Path other = write("other.csv", rows);
        Path again = dir.resolve("again.safetensors");
        Run calibrated = Run.vflow("calibrate", model, other, "--out", again).ok();
        assertTrue(calibrated.err().contains("(total) is not price + tax"), calibrated.err());
        assertTrue(Run.vflow("drift", model, other).ok().err().contains("(total) is not price + tax"));
        Run.vflow("evaluate", model, other).ok();
    }
}
