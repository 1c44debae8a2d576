package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a mixture that train side by side: as many bytes and notices as one after another, also after a stop. */
final class SideBySideTest {
    private static final Table TABLE = Table.of(Tables.rows(1_000, 7), "c", "h", "l");
    private static final Recipe RECIPE = Recipe.standard()
            .withSteps(30)
            .withBatch(64)
            .withNoise(0.0, 0.1, 0.2)
            .withFillSteps(1)
            .withEvaluationsEvery(1)
            .withPatience(20)
            .withThreads(1);
    private static final Seen SEEN = new Seen(-1, 0);
    private static byte[] whole = {};
    private static byte[] checkpoint = {};

    @TempDir
    private Path dir;

    @BeforeAll
    static void trainOneAfterAnother(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("c.safetensors");
        whole = bytes(TableTraining.of(TABLE, RECIPE)
                .withCheckpoint(file)
                .withWatch(SEEN)
                .run());
        checkpoint = Files.readAllBytes(file);
    }

    private static byte[] bytes(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.withoutTimes().write(bytes);
        return bytes.toByteArray();
    }

    /** Writes down members and steps, and stops or fails after a step of a member. */
    private static final class Seen implements Watch {
        private final int member;
        private final long step;
        private final boolean fails;
        private final List<String> words = new ArrayList<>();
        private int current = -1;

        Seen(int member, long step, boolean fails) {
            this.member = member;
            this.step = step;
            this.fails = fails;
        }

        Seen(int member, long step) {
            this(member, step, false);
        }

        @Override
        public Answer after(long done, Optional<Trainer.Progress> evaluated) {
            words.add(done + (evaluated.isPresent() ? " evaluated" : ""));
            boolean isHere = current == member && done == step;
            if (isHere && fails) {
                throw new IllegalStateException("failed");
            }
            return isHere ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            if (event instanceof Watch.Event.Started s) {
                current = s.member().number();
                words.add("member " + current);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 4)
    void theNumberOfThreadsDoesNotMatter(int threads) throws IOException {
        Path file = dir.resolve("c.safetensors");
        Seen seen = new Seen(-1, 0);
        TableModel model = TableTraining.of(TABLE, RECIPE.withThreads(threads))
                .withCheckpoint(file)
                .withWatch(seen)
                .run();
        assertArrayEquals(whole, bytes(model), "model");
        assertArrayEquals(checkpoint, Files.readAllBytes(file), "checkpoint");
        assertEquals(SEEN.words, seen.words);
    }

    @ParameterizedTest
    @CsvSource({"0, 10, false", "1, 17, true"})
    void aStoppedTrainingGoesOnWithTheSameBits(int member, long step, boolean isKept) throws IOException {
        Path file = dir.resolve("c.safetensors");
        TableTraining training = TableTraining.of(TABLE, RECIPE.withThreads(2)).withWatch(new Seen(member, step));
        TableModel stopped = (isKept ? training.withCheckpoint(file) : training.withCheckpointAtStop(file)).run();
        if (member == 0) {
            assertEquals(Fitted.End.STOPPED, stopped.fitted().orElseThrow().end());
        } else if (stopped.fitted().orElseThrow().end() != Fitted.End.STOPPED) {
            assertArrayEquals(whole, bytes(stopped), "all members were complete before the watch saw the step");
            return;
        }
        TableModel resumed =
                TableTraining.resume(TABLE, file, r -> r.withThreads(3)).run();
        assertArrayEquals(whole, bytes(resumed));
        assertArrayEquals(checkpoint, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @CsvSource({"0, 3, true", "0, 30, true", "1, 30, false"})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void atAFirstAndALastStepToo(int member, long step, boolean isKept) throws IOException {
        aStoppedTrainingGoesOnWithTheSameBits(member, step, isKept);
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void aTrainingThatFailedGoesOnFromItsCheckpoint(int member) throws IOException {
        Path file = dir.resolve("c.safetensors");
        TableTraining training = TableTraining.of(TABLE, RECIPE.withThreads(3))
                .withCheckpoint(file)
                .withWatch(new Seen(member, 15, true));
        assertEquals(
                "failed",
                assertThrows(IllegalStateException.class, training::run).getMessage());
        assertArrayEquals(whole, bytes(TableTraining.resume(TABLE, file).run()));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void anInterruptStopsAllMembersAndStaysSet() throws IOException {
        Path file = dir.resolve("c.safetensors");
        TableTraining training = TableTraining.of(TABLE, RECIPE.withThreads(2)).withCheckpointAtStop(file);
        Thread.currentThread().interrupt();
        TableModel stopped = training.run();
        assertTrue(Thread.interrupted());
        assertEquals(Fitted.End.STOPPED, stopped.fitted().orElseThrow().end());
        assertArrayEquals(whole, bytes(TableTraining.resume(TABLE, file).run()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aTrainingThatFailedInAnotherMemberGoesOnToo(int member) throws IOException {
        aTrainingThatFailedGoesOnFromItsCheckpoint(member);
    }
}
