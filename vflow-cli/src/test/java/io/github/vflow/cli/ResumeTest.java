package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

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
        Object[] plan = {"--validation", 0, "--seed", "7", "--noise", "0,0.3"};
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
        String plan = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--steps", "2", "--hidden", "3")
                .failure(2);
        assertTrue(plan.contains("leave out --hidden, --steps") || plan.contains("leave out --steps, --hidden"), plan);
        Path other = Tables.write(dir.resolve("other.csv"), 300, 2);
        String changed = Run.vflow("train", other, "--checkpoint", checkpoint, "--resume")
                .failure(1);
        assertTrue(changed.contains("was trained on another table"), changed);
        String bare = Run.vflow("train", data, "--resume").failure(2);
        assertTrue(bare.contains("--resume needs --checkpoint FILE"), bare);
    }
}
