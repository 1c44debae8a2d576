package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.defaults.MemberDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and refusals of {@code vflow train}, by trainings of a few steps and by none. */
final class TrainFilesTest {
    @TempDir
    Path dir;

    private static Run vflow(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of((Object[]) command.split(" ", -1)));
        words.addAll(Arrays.asList(more));
        return Run.vflow(words.toArray());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.csv --resume | --resume needs --checkpoint FILE",
                "t.csv --checkpoint c --resume --steps 3 --hidden 4 | with --resume architecture and plan come from the"
                        + " checkpoint; leave out --steps, --hidden",
                "moons --steps 1 | moons is a toy density; vflow experiment moons trains on it",
                "t.csv --plan p --steps 3 | with --plan the columns and the training come from the plan; leave out"
                        + " --steps",
                "t.csv --noise -1 | --noise must be in [0, 10] but is [-1.0]"
            })
    void optionsThatDoNotGoTogetherAreUsageErrors(String options, String expected) {
        String said =
                vflow("train " + options.strip(), "--out", dir.resolve("m")).failure(2);
        assertTrue(said.contains(expected.strip()), said);
    }

    @Test
    void filesThatAreOneAreRefusedBeforeTheTraining() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 20, 1);
        Path out = dir.resolve("m.safetensors");
        assertTrue(vflow("train", table, "--out", table).failure(1).contains("--out and DATA.csv are both"));
        assertTrue(vflow("train", table, "--out", out, "--checkpoint", out)
                .failure(1)
                .contains("--checkpoint and --out are both"));
        assertFalse(Files.exists(out));
        String toys = vflow("experiment moon").failure(1);
        assertTrue(toys.contains("it is no toy density; the toys are checkerboard"), toys);
    }

    @Test
    void aPlanMustBeOneOfTheTable() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 20, 1);
        Path plan = Files.writeString(dir.resolve("p.json"), "{\"a\": 1}");
        String damaged = vflow("train", table, "--plan", plan).failure(1);
        assertTrue(damaged.startsWith("vflow: " + plan + ": it must be a plan of vflow plan but is not: "), damaged);
        assertTrue(damaged.endsWith("; write it again"), damaged);
        int most = MemberDefaults.MOST_COLUMNS;
        Path wide = dir.resolve("w.csv");
        for (int columns : new int[] {most, most + 1}) {
            String names = IntStream.range(0, columns).mapToObj(j -> "c" + j).collect(Collectors.joining(","));
            List<String> lines = new ArrayList<>(List.of(names));
            for (int i = 0; i < 4; i++) {
                int row = i;
                lines.add(IntStream.range(0, columns)
                        .mapToObj(j -> (row + 1) * (j % 7 + 1) % 11 + ".5")
                        .collect(Collectors.joining(",")));
            }
            Files.write(wide, lines);
            Run run = vflow("plan", wide, "--out", plan);
            if (columns > most) {
                assertTrue(
                        run.failure(1)
                                .contains(String.format(
                                        "at most %,d columns can train but the table has %,d", most, most + 1)),
                        run.err());
            } else {
                assertFalse(run.err().contains("columns can train"), run.err());
            }
        }
    }

    @Test
    void aToyIsTrainedToItsFiles() throws IOException {
        Path out = dir.resolve("m.safetensors");
        Run run = vflow(
                        "experiment moons --steps 4 --hidden 4 --flow-steps 1 --augment 0 --threads 1 --json --out",
                        out)
                .ok();
        JsonNode json = run.json();
        assertEquals(4, json.path("steps").intValue());
        assertTrue(json.path("checkpoint").isNull(), json.toString());
        assertTrue(run.err().contains("moons: fresh points for each batch\n"), run.err());
        Map<String, String> notes = ModelFile.load(out).notes();
        assertTrue(notes.getOrDefault("command", "").startsWith("vflow experiment moons --steps 4"), notes::toString);
        assertEquals("moons: fresh points for each batch", notes.get("data"));
    }

    @Test
    void aTableIsTrainedByItsPlanAndGoesOn() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 60, 1);
        Path plan = dir.resolve("p.json");
        Run planned = vflow("plan", table, "--noise", 0, "--calibration", 0, "--steps", 4, "--hidden", 4, "--out", plan)
                .ok();
        assertTrue(planned.err().contains(table + ": 60 rows of 3 columns"), planned.err());
        Path out = dir.resolve("m.safetensors");
        Path checkpoint = dir.resolve("c");
        Run run = vflow("train", table, "--plan", plan, "--out", out, "--checkpoint", checkpoint)
                .ok();
        assertTrue(run.err().contains(table + ": 60 rows of 3 columns"), run.err());
        assertTrue(run.out().startsWith("4 steps in "), run.out());
        Map<String, String> notes = TableModel.load(out).notes();
        assertTrue(notes.getOrDefault("data", "").startsWith(table + ": 60 rows of 3 columns"), notes::toString);
        assertTrue(notes.getOrDefault("command", "").startsWith("vflow train "), notes::toString);
        assertTrue(notes.getOrDefault("version", "").startsWith("vflow "), notes::toString);
        Path again = dir.resolve("again.safetensors");
        Run resumed = vflow("train", table, "--resume", "--checkpoint", checkpoint, "--out", again)
                .ok();
        assertTrue(resumed.err().contains("; going on from step 4\n"), resumed.err());
        assertArrayEquals(Files.readAllBytes(out), Files.readAllBytes(again));
        Files.writeString(table, "temp,press\n1,2\n");
        assertTrue(
                vflow("train", table, "--plan", plan).failure(1).startsWith("vflow: " + table + ": "), "another table");
    }
}
