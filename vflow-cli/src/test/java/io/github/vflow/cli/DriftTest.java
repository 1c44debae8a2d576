package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.DriftMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command says what drifted, in one file and over several, and where the rows changed. */
final class DriftTest {
    private static final int TRAIN = 3_000;
    private static final int ROWS = 1_500;

    @TempDir
    static Path dir;

    private static Path model = Path.of("model");
    private static Path same = Path.of("same");
    private static Path shifted = Path.of("shifted");

    @BeforeAll
    static void train() throws IOException {
        Path table = Tables.write(dir.resolve("train.csv"), TRAIN, 1);
        model = dir.resolve("m.safetensors");
        Run.vflow(
                        "train",
                        table,
                        "--out",
                        model,
                        "--steps",
                        100,
                        "--flow-steps",
                        1,
                        "--hidden",
                        20,
                        "--augment",
                        0,
                        "--threads",
                        1)
                .ok();
        same = Tables.write(dir.resolve("same.csv"), ROWS, 2);
        shifted = shift(same, "shifted.csv", ROWS / 2);
    }

    /** Half a deviation of the first column, which the second does not follow, from a row on. */
    private static Path shift(Path from, String name, int first) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(from));
        for (int i = first + 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            cells[0] = String.format(Locale.ROOT, "%.4f", Double.parseDouble(cells[0]) + 1.5);
            lines.set(i, String.join(",", cells));
        }
        return Files.write(dir.resolve(name), lines);
    }

    @Test
    void sameRowsDoNotDrift() {
        Run run = Run.vflow("drift", model, same).ok();
        assertTrue(
                run.out().contains("same.csv: 1,500 rows beside a baseline of 3,000 rows and 300 scores"), run.out());
        assertTrue(
                run.out()
                        .contains("no drift: the test has level 0.001, the monitor 0.1 false alarms in a million rows"),
                run.out());
        assertTrue(run.out().contains("ln p(row)"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void aShiftHasAColumnAndARow() throws IOException {
        Run run = Run.vflow("drift", model, shifted);
        assertEquals(4, run.code(), run.err());
        assertTrue(run.out().matches("(?s).*\ntemp +\\S+ +\\S+ +since about row [67]\\d\\d\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*\nload .* no\n.*"), run.out());
        assertTrue(run.out().contains("drift: temp"), run.out());
        JsonNode json = Run.vflow("drift", model, shifted, "--json").json();
        assertTrue(json.path("drifted").value().toString().equals("true"));
        int row = json.path("monitor").path("alarm_row").intValue();
        assertTrue(row > ROWS / 2);
        TableModel library = TableModel.load(model);
        DriftMonitor monitor = library.driftMonitor(0.1);
        Table rows = Table.read(shifted, library.schema());
        int first = IntStream.range(0, ROWS)
                .filter(i -> monitor.add(
                        rows.rows().copyRow(i), library.logProb(rows.rows().copyRow(i))))
                .findFirst()
                .orElseThrow();
        assertEquals(first + 1, row);
        assertEquals(4, json.path("columns").size());
        JsonNode temp = json.path("columns").get(0);
        assertTrue(Math.abs(temp.path("monitor").path("since").intValue() - ROWS / 2) < 150, temp.toString());
        assertFalse(json.path("columns").get(2).path("monitor").path("drifted").booleanValue(), json.toString());
    }

    @Test
    void aSortedFileIsSaidToDifferInItsOrder() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(same));
        String header = lines.removeFirst();
        lines.sort(Comparator.comparingDouble(l -> Double.parseDouble(l.split(",", -1)[0])));
        lines.addFirst(header);
        Run run = Run.vflow("drift", model, Files.write(dir.resolve("sorted.csv"), lines));
        assertEquals(4, run.code());
        String order = "so the rows differ in their order, or for a short time only";
        assertTrue(run.out().contains(order), run.out());
        assertFalse(Run.vflow("drift", model, shifted).out().contains(order), "half of the rows are shifted");
        assertFalse(Run.vflow("drift", model, same).out().contains(order), "no drift");
    }

    @Test
    void theStateGoesOnFromFileToFile() throws IOException {
        Path state = dir.resolve("state.json");
        Run.vflow("drift", model, same, "--state", state, "--rate", 1).ok();
        String first = Files.readString(state);
        JsonNode json = Run.vflow("drift", model, shift(same, "late.csv", 0), "--state", state, "--json")
                .json();
        assertEquals(2 * ROWS, json.path("monitor").path("rows").intValue());
        assertTrue(json.path("monitor").path("alarm_row").intValue() > ROWS, json.toString());
        assertTrue(json.path("monitor").path("rate").value().toString().equals("1.0"), json.toString());
        assertFalse(Files.readString(state).contains("\"alarm\""), "it starts anew after an alarm");
        assertTrue(Run.vflow("drift", model, same, "--state", state, "--rate", 2)
                .failure(2)
                .contains("--rate is 2.0 but the monitor of --state " + state + " has 1.0; leave --rate out"));
        Files.writeString(state, first.substring(0, 99));
        assertTrue(Run.vflow("drift", model, same, "--state", state)
                .failure(1)
                .contains(state + ": DriftMonitor: the state cannot be read: "));
        assertTrue(Run.vflow("drift", model, same, "--state", model)
                .failure(1)
                .contains("--state and MODEL are both " + model));
    }

    @Test
    void aModelWithoutABaselineTakesThatOfATable() throws IOException {
        ModelFile file = ModelFile.load(model);
        Map<String, String> notes = new HashMap<>(file.notes());
        notes.remove("baseline");
        Path old = dir.resolve("old.safetensors");
        new ModelFile(file.model(), file.columns(), notes, file.scoring(), file.fitted(), file.calibration()).save(old);
        assertTrue(Run.vflow("drift", old, same)
                .failure(1)
                .contains(old
                        + ": the model file does not say what training rows looked like, since it is a checkpoint;"
                        + " give --baseline FILE.csv, or train again"));
        Path other = Tables.write(dir.resolve("other.csv"), 2_000, 9);
        Run run = Run.vflow("drift", old, same, "--baseline", other).ok();
        assertTrue(run.out().contains("beside a baseline of 2,000 rows and 2,000 scores"), run.out());
        assertEquals(4, Run.vflow("drift", old, shifted, "--baseline", other).code());
        String info = Run.vflow("info", model).ok().out();
        assertTrue(info.contains("baseline    of training rows, for vflow drift"), info);
        assertTrue(info.lines().noneMatch(l -> l.contains("{\"")), "a note as it stands in the file: " + info);
    }

    @Test
    void rowsWithoutAScoreAreLeftOut() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(same));
        lines.set(7, "1,2,3,4");
        Run run = Run.vflow("drift", model, Files.write(dir.resolve("text.csv"), lines));
        assertEquals(3, run.code(), run.err());
        assertTrue(run.out().contains("1,499 rows beside"), run.out());
        assertTrue(run.err().contains("1 of 1,500 rows not compared"), run.err());
        Path none = Files.write(dir.resolve("none.csv"), List.of("temp,press,load", "1,2,3,4", "1,2,3,4,5"));
        assertTrue(Run.vflow("drift", model, none)
                .failure(1)
                .contains("none.csv: there is no row that the model can score; give some rows"));
    }
}
