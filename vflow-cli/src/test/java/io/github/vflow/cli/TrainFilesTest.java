package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
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
                "moons --resume | --resume needs --checkpoint FILE",
                "moons --checkpoint c --resume --steps 3 --hidden 4 | with --resume architecture and plan come from the"
                        + " checkpoint; leave out --steps, --hidden",
                "moons --steps 1 --hidden 2 --given a | moons is a toy density; leave out --given, which are for tables",
                "moons --steps 1 --hidden 2 --pictures 3 | --pictures are for images; add --images, or leave them out",
                "t.csv --pictures 3 | --pictures are for images; add --images, or leave them out",
                "digits --images --halve 1 --filters 4 --steps 1 --drop a | with --images, leave out --drop, which are for rows",
                "t.csv --plan p --steps 3 | with --plan the columns and the training come from the plan; leave out"
                        + " --steps",
                "t.csv --noise -1 | --noise must be in [0, 10] but is [-1.0]"
            })
    void optionsThatDoNotGoTogetherAreUsageErrors(String options, String expected) {
        String said =
                vflow("train " + options.strip(), "--out", dir.resolve("m")).failure(2);
        assertTrue(said.contains(expected.strip()), said);
    }

    private static final String IMAGES =
            "train --images digits --halve 1 --batch 4 --filters 4 --heads 2 --components 2"
                    + " --threads 1 --validation 0.01 --steps ";

    @Test
    void filesThatAreOneAreRefusedBeforeTheTraining() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 20, 1);
        Path out = dir.resolve("m.safetensors");
        assertTrue(vflow("train", table, "--out", table).failure(1).contains("--out and DATA are both"));
        assertTrue(vflow("train", table, "--out", out, "--checkpoint", out)
                .failure(1)
                .contains("--checkpoint and --out are both"));
        assertTrue(
                vflow(IMAGES + 2, "--out", out, "--checkpoint", dir.resolve("m-samples.png"))
                        .failure(1)
                        .contains("the samples of --out and --checkpoint are both"),
                "pictures");
        assertFalse(Files.exists(out));
        String toys = vflow("train", dir.resolve("moon")).failure(1);
        assertTrue(toys.contains("neither a file nor a toy density"), toys);
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

    private static final String QUICK = "--hidden 4 --flow-steps 1 --augment 0 --evaluate-every 2 --threads 1";

    @Test
    void aToyIsTrainedToItsFiles() throws IOException {
        Path out = dir.resolve("m.safetensors");
        Path checkpoint = dir.resolve("c");
        Run run = vflow("train moons --steps 4 " + QUICK, "--out", out, "--checkpoint", checkpoint, "--json")
                .ok();
        JsonNode json = run.json();
        assertEquals(4, json.path("steps").intValue());
        assertEquals(checkpoint.toString(), json.path("checkpoint").stringValue());
        assertTrue(json.path("samples").isNull(), json.toString());
        assertTrue(run.err().contains("moons: fresh points for each batch\n"), run.err());
        ModelFile file = ModelFile.load(out);
        assertTrue(file.notes().getOrDefault("command", "").startsWith("vflow train moons --steps 4"), file.toString());
        assertEquals(4, Checkpoint.load(checkpoint).state().step());
        Path again = dir.resolve("again.safetensors");
        Run resumed = vflow("train moons --resume --lr 5e-4", "--checkpoint", checkpoint, "--out", again)
                .ok();
        assertTrue(resumed.err().contains("moons: fresh points for each batch; going on from step 4\n"), resumed.err());
        assertArrayEquals(
                file.model().parameters().values(),
                ModelFile.load(again).model().parameters().values());
    }

    @Test
    void imagesOfATrainingAreBesideItsModel() throws IOException {
        Path out = dir.resolve("m.safetensors");
        Run run = vflow(IMAGES + 2, "--evaluate-every", 1, "--pictures", 4, "--out", out)
                .ok();
        assertTrue(run.out().contains("\nsamples in " + dir.resolve("m-samples.png")), run.out());
        assertTrue(Files.exists(dir.resolve("m-samples.png")), "samples");
        Path other = dir.resolve("o.safetensors");
        assertFalse(
                vflow(IMAGES + 1, "--pictures", 0, "--out", other).ok().out().contains("samples in"), "--pictures 0");
        assertFalse(Files.exists(dir.resolve("o-samples.png")), "nobody asked");
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
