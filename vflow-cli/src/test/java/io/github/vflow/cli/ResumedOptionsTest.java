package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training with any option is stopped halfway and goes on: its model has the bytes of a training that nothing stopped. {@link ResumeTest} does so by day. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
final class ResumedOptionsTest {
    private static final int STEPS = 8;

    @TempDir
    static Path folder;

    @TempDir
    Path dir;

    @BeforeAll
    static void writeInputs() throws IOException {
        new OptionRuns(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in.csv",
                "in.csv --noise 0.2",
                "in.csv --noise 0,0.3",
                "in.csv --calibration 0.3",
                "in.csv --validation 0",
                "in.csv --validation 0.3",
                "in.csv --lr 0.3",
                "in.csv --seed 5",
                "in.csv --augment 2",
                "in.csv --given temp",
                "in.csv --drop load",
                "in.csv --columns temp,press",
                "in.csv --column load=heavy",
                "in.csv --column temp=bounded:10..25",
                "typed.csv",
                "gaps.csv",
                "labels.csv",
                "x.csv --missing x",
                "numbers.csv --header",
                "plain.csv --no-header",
                "thousands.csv --decimal comma",
                "thousands.csv --decimal point"
            })
    void aResumedTrainingIsTheUnbrokenOne(String words) throws IOException {
        String[] all = words.split(" ", -1);
        Path data = folder.resolve("inputs").resolve(all[0]);
        Path checkpoint = dir.resolve("c.safetensors");
        Path straight = dir.resolve("straight.safetensors");
        List<Object> args = new ArrayList<>(List.of(
                "--checkpoint", checkpoint, "--out", straight, "--steps", STEPS, "--hidden", "4", "--augment", 0));
        for (String word : all) {
            int at = args.indexOf(word);
            if (at >= 0) {
                args.subList(at, at + 2).clear();
            }
        }
        args.addAll(Arrays.asList(all).subList(1, all.length));
        new SmallTraining(dir).train(data, args.toArray()).ok();
        long end = Checkpoint.load(checkpoint).state().step();
        Interrupted.at(words.contains("0,0.3") ? 1 : 0, 4, data, checkpoint);
        long stopped = Checkpoint.load(checkpoint).state().step();
        assertTrue(stopped == 4 && stopped < end, stopped + " of " + end);
        Path resumed = dir.resolve("resumed.safetensors");
        Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--out", resumed, "--threads", 1)
                .ok();
        assertFalse(Files.isSameFile(straight, resumed));
        assertArrayEquals(Files.readAllBytes(straight), Files.readAllBytes(resumed));
    }
}
