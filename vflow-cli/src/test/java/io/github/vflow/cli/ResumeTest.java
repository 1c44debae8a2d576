package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.training.TrainingRun;
import io.github.vflow.cli.training.TrainingStart;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Trainings that stop and go on, and mixtures, whose members are trained one after another. */
final class ResumeTest {
    @TempDir
    static Path folder;

    @TempDir
    Path dir;

    private static Path data = Path.of("t.csv");

    private static Path straight = Path.of("m.safetensors");

    private Path checkpoint = Path.of("c.safetensors");

    /** A training of two members that nothing stopped. */
    @BeforeAll
    static void trainStraight() throws IOException {
        SmallTraining small = new SmallTraining(folder);
        data = small.table();
        straight = folder.resolve("straight.safetensors");
        Object[] plan = {"--ema", "0.95", "--clip", "1", "--evaluate-every", "20", "--seed", "7", "--noise", "0,0.3"};
        List<Object> args = new ArrayList<>(List.of(plan));
        args.addAll(List.of("--calibration", 0.1));
        args.addAll(List.of("--checkpoint", folder.resolve("c.safetensors"), "--out", straight));
        small.train(data, args.toArray()).ok();
    }

    /** Each test has the files of the training for itself. */
    @BeforeEach
    void copyCheckpoint() throws IOException {
        for (String name : List.of("c.safetensors", "c-member-1.safetensors")) {
            Files.copy(folder.resolve(name), dir.resolve(name));
        }
        checkpoint = dir.resolve("c.safetensors");
    }

    private Run train(Object data, Object... more) {
        return new SmallTraining(dir).train(data, more);
    }

    @Test
    void aResumedRunIsTheUninterruptedOne() throws IOException {
        Interrupted.at(1, 40, data, checkpoint);

        Path resumed = dir.resolve("resumed.safetensors");
        Run run = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--out", resumed, "--threads", 1);
        assertTrue(run.ok().err().contains("going on from step 40"), run.err());
        assertTrue(run.err().contains("model 2 of 2, noise 0.3"), run.err());
        assertArrayEquals(Files.readAllBytes(straight), Files.readAllBytes(resumed));
    }

    @Test
    void aMemberThatIsNotThereIsNamed() throws IOException {
        Path member = dir.resolve("c-member-1.safetensors");
        Files.delete(member);
        Run run = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume");
        assertEquals(
                "vflow: " + member + ": member 1 of the mixture, which " + checkpoint
                        + " goes on with, is not there; bring it back, or train anew",
                run.failure(1));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void anEnsembleHasModelsOfSeveralSeeds() throws IOException {
        Path out = dir.resolve("ensemble.safetensors");
        Run run = train(data, "--noise", "0", "--ensemble", "2", "--seed", "5", "--out", out)
                .ok();
        assertTrue(run.err().contains("model 2 of 2, noise 0.0, whitened, seed 6"), run.err());
        assertEquals(2, TableModel.load(out).members());
        assertTrue(Run.vflow("info", out).ok().out().contains("a mixture of 2 models, the first: a "));
        Run scores = Run.vflow("score", out, data).ok();
        assertEquals(301, scores.out().lines().count());
    }

    /** The command line may say another engine, or none: a checkpoint decides, since only its engine gives the same bits. */
    @Test
    void aResumedToyKeepsTheSettingsOfItsCheckpoint() throws IOException {
        train(
                        "moons",
                        "--steps",
                        4,
                        "--seed",
                        3,
                        "--engine",
                        "reference",
                        "--validation",
                        0,
                        "--checkpoint",
                        checkpoint)
                .ok();
        EngineOptions usual = CommandLine.populateCommand(new EngineOptions());
        assertEquals("vector", usual.name());
        Checkpoint c = Checkpoint.load(checkpoint);
        TrainingRun run = TrainingStart.resumed("moons", checkpoint, c, OptionalDouble.empty(), usual);
        assertEquals(
                usual.named("reference", usual.threads()).description(),
                run.engine().description());
        assertEquals(c.plan(), run.plan());
        assertEquals(3, run.plan().seed());
        assertTrue(run.data().validation().isEmpty());
        assertArrayEquals(c.state().parameters(), run.from().parameters());
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aFinishedRunHasNothingLeft() throws IOException {
        Path again = dir.resolve("again.safetensors");
        Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--out", again)
                .ok();
        assertArrayEquals(Files.readAllBytes(straight), Files.readAllBytes(again));
    }

    @Test
    void resumeTakesNoOtherPlanAndNoOtherData() throws IOException {
        Path none = dir.resolve("none.safetensors");
        String missing =
                Run.vflow("train", data, "--checkpoint", none, "--resume").failure(1);
        assertTrue(missing.contains(none.toString()), missing);
        String plan = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--batch", "2", "--hidden", "3")
                .failure(2);
        assertTrue(plan.contains("leave out --hidden, --batch") || plan.contains("leave out --batch, --hidden"), plan);
        Path other = Tables.write(dir.resolve("other.csv"), 300, 2);
        String changed = Run.vflow("train", other, "--checkpoint", checkpoint, "--resume")
                .failure(1);
        assertTrue(changed.contains("was trained on another table"), changed);
        String bare = Run.vflow("train", data, "--resume").failure(2);
        assertTrue(bare.contains("--resume needs --checkpoint FILE"), bare);
    }
}
