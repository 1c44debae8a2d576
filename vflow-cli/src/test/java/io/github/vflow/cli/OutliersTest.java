package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command outliers on a small table with two odd rows, a gap, and a row without a known cell. */
final class OutliersTest {
    private static final int ODD_PRICE = 40;
    private static final int ODD_SIZE = 150;
    private static final int EMPTY = 9;
    private static final int SIGTERM = 15;
    private static final List<Object> QUICK =
            List.of("--steps", 100, "--hidden", 8, "--flow-steps", 2, "--noise", "0.15", "--calibration", 0.1);

    /** Of the training by QUICK without odd rows, and its checkpoint. */
    @TempDir
    static Path folder;

    @TempDir
    Path dir;

    private Path table;
    private List<String> lines;

    private static Run robustRun;

    @BeforeAll
    static void trainRobust() throws IOException {
        robustRun = train(
                Files.write(folder.resolve("t.csv"), table()),
                QUICK,
                "--robust",
                "--out",
                folder.resolve("robust.safetensors"),
                "--checkpoint",
                folder.resolve("c.safetensors"));
    }

    @BeforeEach
    void write() throws IOException {
        lines = table();
        table = Files.write(dir.resolve("t.csv"), lines);
    }

    private static List<String> table() {
        SplittableRandom random = new SplittableRandom(7);
        List<String> lines = new ArrayList<>(List.of("code;size;kind;price"));
        for (int i = 1; i <= 200; i++) {
            double size = 10 + 2 * random.nextGaussian();
            String price = String.format(Locale.ROOT, "%.2f", i == ODD_PRICE ? 900 : 3 * size + random.nextGaussian());
            lines.add("T" + (1000 + i) + ";"
                    + (i == 77 ? "" : String.format(Locale.ROOT, "%.3f", i == ODD_SIZE ? -60 : size)) + ";"
                    + (i % 3 == 0 ? "oak" : "ash") + ";" + price);
        }
        lines.set(EMPTY, "T1009;;;");
        return lines;
    }

    private List<String[]> cells(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(l -> l.split(";", -1)).toList();
    }

    @Test
    void rowsAreCopiedWithAVerdict() throws IOException {
        Path out = dir.resolve("o.csv");
        Run run = Run.vflow("outliers", table, "--out", out);
        assertEquals(3, run.code(), run.err());
        assertTrue(run.err().contains("1 of 200 rows has no known cell, so it has no score"), run.err());
        List<String[]> written = cells(out);
        assertEquals(List.of("", "", "", "", ""), List.of(written.get(EMPTY)).subList(4, 9));
        assertEquals(lines.getFirst() + ";score;p_value;outlier;found_by;reason", String.join(";", written.getFirst()));
        assertEquals(201, written.size());
        List<Integer> odd = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            String[] row = written.get(i);
            assertEquals(lines.get(i), String.join(";", Arrays.copyOf(row, 4)));
            if (i == EMPTY) {
                continue;
            }
            assertTrue(Double.isFinite(Double.parseDouble(row[4])) && Double.parseDouble(row[5]) > 0);
            assertEquals(row[6].equals("true"), Double.parseDouble(row[4]) < 0, "below zero are the odd rows");
            assertEquals(row[6].equals("false"), row[7].isEmpty());
            assertEquals(row[6].equals("false"), row[8].isEmpty());
            if (row[6].equals("true")) {
                odd.add(i);
            }
        }
        assertTrue(odd.containsAll(List.of(ODD_PRICE, ODD_SIZE)) && odd.size() <= 10, "odd are " + odd);
        assertTrue(written.get(ODD_PRICE)[8].startsWith("price is 900"), written.get(ODD_PRICE)[8]);
        assertTrue(written.get(ODD_SIZE)[8].startsWith("size is -60"), written.get(ODD_SIZE)[8]);
        assertEquals("price alone", written.get(ODD_PRICE)[7]);
        assertEquals("size alone", written.get(ODD_SIZE)[7]);
        assertTrue(
                run.out()
                        .startsWith(odd.size() + " of 200 rows are odd; the oddest is line " + (ODD_PRICE + 1)
                                + ": price is 900"),
                run.out());
        assertTrue(run.err().contains("training a model for each of 5 folds"), run.err());
        assertTrue(run.err().contains(": explaining " + odd.size() + " odd rows"), run.err());
        assertFalse(Files.exists(dir.resolve("t-outliers-checkpoint.safetensors")));
    }

    @Test
    void theModelIsLearnedWithoutTheOddRows() throws IOException {
        // by day fewer rows than a calibration by folds needs
        int rows = Boolean.getBoolean("vflow.nightly") ? 200 : 90;
        Files.write(table, lines.subList(0, rows + 1));
        Path out = dir.resolve("o.csv");
        Path model = dir.resolve("m.safetensors");
        Run run = Run.vflow("outliers", table, "--out", out, "--model", model, "--json", "--seed", 3);
        assertEquals(3, run.code(), run.err());
        JsonNode json = run.json();
        long odd = cells(out).stream().filter(r -> r[6].equals("true")).count();
        assertEquals(odd, json.path("odd").intValue());
        long alone = cells(out).stream().filter(r -> r[7].endsWith(" alone")).count();
        assertEquals(alone, json.path("by_column").intValue());
        assertEquals(
                odd - alone,
                json.path("by_combination").intValue()
                        + json.path("by_neighbours").intValue());
        assertEquals("price alone", json.path("found_by").stringValue());
        assertEquals(rows - 1, json.path("scored").intValue());
        assertEquals(rows, json.path("rows").intValue());
        assertEquals(ODD_PRICE + 1, json.path("worst").intValue());
        TableModel learned = TableModel.load(model);
        assertTrue(
                learned.notes().get("data").contains("without its odd rows: " + (rows - 1 - odd) + " rows"),
                learned.notes().get("data"));
        assertEquals(List.of("size", "kind", "price"), learned.columns());
    }

    /** The rows that are left out are named in the model; a file without them gives the same model. */
    @Test
    void robustTrainingIsThatOfAFileWithoutTheOddRows() throws IOException {
        TableModel model = TableModel.load(folder.resolve("robust.safetensors"));
        List<Integer> odd = model.plan().flatMap(TablePlan::oddRows).orElseThrow();
        assertTrue(odd.containsAll(List.of(ODD_PRICE - 1, ODD_SIZE - 1)) && odd.size() <= 10, "odd are " + odd);
        assertTrue(robustRun.err().contains(odd.size() + " of 200 rows are odd and left out"), robustRun.err());

        List<String> others = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!odd.contains(i - 1)) {
                others.add(lines.get(i));
            }
        }
        Path plain = dir.resolve("plain.safetensors");
        train(Files.write(dir.resolve("clean.csv"), others), QUICK, "--out", plain);
        float[] values = TableModel.load(plain).model().parameters().values();
        assertArrayEquals(values, model.model().parameters().values());
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void robustTrainingGoesOnToTheSameModel() throws IOException {
        Path robust = folder.resolve("robust.safetensors");
        Path checkpoint = folder.resolve("c.safetensors");
        Path resumed = dir.resolve("resumed.safetensors");
        Run.vflow("train", table, "--checkpoint", checkpoint, "--resume", "--out", resumed)
                .ok();
        assertArrayEquals(Files.readAllBytes(robust), Files.readAllBytes(resumed));
    }

    /** A signal during the search ends with the line that goes on; the folds that were complete do not train again, and the model is the same. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aStoppedSearchOfRobustTrainingGoesOn() throws IOException, InterruptedException {
        assumeFalse(
                Processes.ignores(SIGTERM), "SIGTERM is ignored here, and so in every process that the test starts");
        Path out = dir.resolve("m.safetensors");
        Path err = dir.resolve("err");
        List<Object> words = new ArrayList<>(List.of("train", table));
        words.addAll(QUICK);
        words.addAll(List.of("--robust", "--out", out));
        Process process = Processes.vflow(words.stream().map(Object::toString).toList(), err);
        Processes.signalAfter(process, err, "training a model for each of 5 folds", "TERM");
        String said = Files.readString(err);
        assertFalse(Files.exists(out), said);
        Path checkpoint = dir.resolve("m-checkpoint.safetensors");
        assertTrue(said.contains("stopped; wrote the checkpoint of the search of odd rows beside " + checkpoint), said);
        assertTrue(Files.exists(dir.resolve("m-checkpoint-odd-rows-fold-1-checkpoint.safetensors")), said);
        words.addAll(List.of("--checkpoint", checkpoint, "--resume"));
        String line = words.stream().map(Object::toString).collect(Collectors.joining(" "));
        assertTrue(said.contains("go on with: vflow " + line), said);
        Run resumed = Run.vflow(words.toArray()).ok();
        assertTrue(resumed.err().contains("are odd and left out"), resumed.err());
        assertArrayEquals(
                TableModel.load(folder.resolve("robust.safetensors"))
                        .model()
                        .parameters()
                        .values(),
                TableModel.load(out).model().parameters().values());
        assertTrue(
                Run.vflow(words.toArray()).failure(2).contains("leave out --steps"),
                "training has a checkpoint now, so its plan comes from there");
    }

    private static Run train(Path data, List<Object> plan, Object... more) {
        List<Object> args = new ArrayList<>(List.of("train", data));
        args.addAll(plan);
        args.addAll(List.of(more));
        return Run.vflow(args.toArray()).ok();
    }

    /** The table is read twice, to learn and to write: each row has the verdict that it has where the missing cells are empty. */
    @Test
    void wordsForMissingCellsDoNotMoveVerdicts() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> empty = new ArrayList<>(List.of("digit;label"));
        for (int i = 0; i < 40; i++) {
            String label = List.of("u", "v", "w").get(random.nextInt(3));
            empty.add((i % 9 == 4 ? "" : random.nextInt(3)) + ";" + label);
        }
        List<String> words =
                empty.stream().map(l -> l.startsWith(";") ? "none" + l : l).toList();
        Files.write(table, empty);
        Path in = Files.write(dir.resolve("words.csv"), words);
        List<List<String>> verdicts = new ArrayList<>();
        for (Path file : List.of(table, in)) {
            Path out = dir.resolve("verdicts.csv");
            Run.vflow("outliers", file, "--out", out, "--missing", "none").ok();
            List<String[]> written = cells(out);
            List<String> lines = file.equals(in) ? words : empty;
            for (int i = 0; i < lines.size(); i++) {
                assertEquals(lines.get(i), written.get(i)[0] + ";" + written.get(i)[1]);
            }
            verdicts.add(written.stream()
                    .map(row -> String.join(";", Arrays.copyOfRange(row, 2, 7)))
                    .toList());
        }
        assertEquals(verdicts.getFirst(), verdicts.getLast());
        assertTrue(verdicts.getFirst().stream().distinct().count() > 6, "rows whose verdicts differ");
    }

    /** A process that is killed goes on from its files, and writes the same rows; by day OutlierSearchTest does it in its own process. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aKilledSearchGoesOn() throws IOException, InterruptedException {
        Path whole = dir.resolve("whole.csv");
        assertEquals(
                3, Run.vflow("outliers", table, "--out", whole, "--threads", 1).code(), "a row has no score");
        Path out = dir.resolve("o.csv");
        Path checkpoint = dir.resolve("c.safetensors");
        Process killed = Processes.vflow(
                List.of("outliers", table.toString(), "--out", out.toString(), "--checkpoint", checkpoint.toString()),
                dir.resolve("err"));
        Path second = dir.resolve("c-fold-2.safetensors");
        for (int i = 0; i < 3_000 && !Files.exists(second) && killed.isAlive(); i++) {
            Thread.sleep(20);
        }
        assertTrue(killed.isAlive(), "the search ended before it was killed");
        killed.destroyForcibly();
        assertTrue(killed.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(out));
        Run resumed = Run.vflow("outliers", table, "--out", out, "--checkpoint", checkpoint, "--resume");
        assertEquals(3, resumed.code(), resumed.err());
        assertFalse(resumed.err().contains("fold 2 of 5"), resumed.err());
        assertEquals(Files.readString(whole), Files.readString(out));
        assertFalse(Files.exists(second), "the files of a complete search");
    }

    @Test
    void wrongCallsAreRefused() throws IOException {
        assertTrue(Run.vflow("outliers", table, "--resume").failure(2).contains("--resume needs --checkpoint FILE"));
        assertTrue(Run.vflow("outliers", table, "--json").failure(2).contains("--json needs --out"));
        Files.write(table, lines.stream().limit(12).toList());
        assertTrue(Run.vflow("outliers", table)
                .failure(1)
                .endsWith(table + ": at least 20 rows with a known cell must tell what is normal but there are 10;"
                        + " give more rows"));
        List<String> again = new ArrayList<>(lines.subList(0, 25));
        again.replaceAll(l -> l + ";1;1;1;1;1");
        again.set(0, lines.getFirst() + ";score;p_value;outlier;found_by;reason");
        Files.write(table, again);
        assertTrue(Run.vflow("outliers", table).failure(1).contains("there is a column score already"));
    }

    /** A column of the table keeps its name, and the added one gets another. */
    @Test
    void aTableMayHaveAColumnOfTheName() throws IOException {
        Files.write(table, lines.stream().map(l -> l.replace("kind", "score")).collect(Collectors.toList()));
        Run run = Run.vflow("outliers", table, "--view", "gaps");
        assertTrue(run.err().contains("there is a column score already, so the added one is vflow_score"), run.err());
        assertEquals(
                lines.getFirst().replace("kind", "score") + ";vflow_score;p_value;outlier;found_by;reason",
                run.out().lines().findFirst().orElseThrow());
    }
}
