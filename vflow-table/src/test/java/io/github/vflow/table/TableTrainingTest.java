package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that stop and go on, and their notices. */
final class TableTrainingTest {
    private static final Recipe RECIPE =
            Tables.QUICK.withSteps(40).withNoise(0.0, 0.3).withCalibration(0.1).withThreads(1);

    /** Where a training that nothing stops would write. */
    @TempDir
    private static Path empty;

    /** A training that nothing stops. */
    private static TableModel model = Tables.model();

    @TempDir
    private Path dir;

    @BeforeAll
    static void train() {
        model = TableTraining.of(Tables.sensors(), RECIPE)
                .withCheckpointAtStop(empty.resolve("at-stop.safetensors"))
                .run();
    }

    private static byte[] bytes(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.withoutTimes().write(bytes);
        return bytes.toByteArray();
    }

    /** Stops after a step of a member, and keeps the notices. */
    private static final class Stop implements Watch {
        private final int member;
        private final long step;
        private final List<Watch.Event> events = new ArrayList<>();
        private int current = -1;
        private int first = Integer.MAX_VALUE;

        Stop(int member, long step) {
            this.member = member;
            this.step = step;
        }

        @Override
        public Answer after(long done, Optional<Trainer.Progress> evaluated) {
            return current == member && done == step ? Answer.STOP : Answer.GO_ON;
        }

        @Override
        public synchronized void on(Watch.Event event) {
            events.add(event);
            if (event instanceof Watch.Event.Started s) {
                current = s.member().number();
                first = Math.min(first, current);
            }
        }
    }

    @Test
    void aStoppedTrainingGoesOnWithTheSameBits() throws IOException {
        Table table = Tables.sensors();
        byte[] whole = bytes(model);
        Path file = dir.resolve("c.safetensors");
        TableTraining training = TableTraining.of(table, RECIPE).withNotes(Map.of("who", "a test"));
        for (int member = Boolean.getBoolean("vflow.nightly") ? 0 : 1; member < 2; member++) {
            TableModel stopped = training.withCheckpointAtStop(file)
                    .withWatch(new Stop(member, 25))
                    .run();
            assertEquals(Fitted.End.STOPPED, stopped.fitted().orElseThrow().end());
            Stop never = new Stop(-1, 0);
            TableModel resumed =
                    TableTraining.resume(table, file).withWatch(never).run();
            assertEquals(Map.of("who", "a test"), resumed.notes());
            assertEquals(member, never.first, "the first member that trains");
            assertArrayEquals(whole, bytes(resumed.withNotes(Map.of())), "stopped in member " + member);
        }
        try (var files = Files.list(dir)) {
            assertEquals(
                    List.of("c-member-1.safetensors", "c.safetensors"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        // the finished run has its last state in the checkpoint
        assertArrayEquals(whole, bytes(TableTraining.resume(table, file).run().withNotes(Map.of())));
    }

    @Test
    void aTrainingThatIsNotStoppedLeavesNoCheckpointUnlessItIsWanted() throws IOException {
        try (var files = Files.list(empty)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void aResumedTrainingTakesOnlyWhatKeepsItsBits() throws IOException {
        Table table = Tables.sensors();
        Path file = dir.resolve("c.safetensors");
        TableTraining.of(table, RECIPE)
                .withCheckpoint(file)
                .withWatch(new Stop(1, 5))
                .run();
        assertEquals(
                "fit: a training that goes on from a checkpoint keeps its members and steps, but within PT1S chooses"
                        + " anew; resume it without a time, or begin a new one",
                message(() -> TableTraining.resume(table, file).within(Duration.ofSeconds(1))));
        assertTrue(message(() -> TableTraining.resume(Table.of(Tables.rows(400, 6), "c", "h", "l"), file))
                .startsWith(file + " was trained on another table (400 x 3, crc32c "));
        assertTrue(
                message(() -> TableTraining.resume(Table.of(table.rows(), List.of("h", "c", "l")), file))
                        .startsWith(file + " was trained on another table (400 x 3, crc32c "),
                "the same numbers under other names");
        assertEquals(
                "the learning rate must not be above the checkpoint's "
                        + RECIPE.descent().rate() + " but is 1.0; give a" + " smaller one, or train anew",
                message(() -> TableTraining.resume(table, file, r -> r.withLearningRate(1))));
        assertEquals(
                "a resumed training takes another learning rate, another number of threads and its objective only; leave the"
                        + " rest of the recipe as it is in " + file,
                message(() -> TableTraining.resume(table, file, r -> r.withSteps(7))));
        assertEquals(
                file + " was trained without a custom objective; give the recipe the same",
                message(() -> TableTraining.resume(table, file, r -> r.withObjective(Objective.meanBound()))));
        if (Boolean.getBoolean("vflow.nightly")) {
            TableModel slower = TableTraining.resume(
                            table, file, r -> r.withLearningRate(1e-5).withThreads(1))
                    .run();
            assertFalse(Arrays.equals(bytes(model), bytes(slower)));
        }
        Path member = dir.resolve("c-member-1.safetensors");
        Files.delete(member);
        assertEquals(
                member + ": member 1 of the mixture, which " + file
                        + " goes on with, is not there; bring it back, or train anew",
                assertThrows(NoSuchFileException.class, () -> TableTraining.resume(table, file))
                        .getMessage());
    }

    @Test
    void aMemberThatDivergesAtOnceIsLeftOutAndNamed() {
        Stop watch = new Stop(-1, 0);
        Recipe recipe = Tables.QUICK.withSteps(40).withNoise(0.0, 0.3, 0.5).withLearningRate(1e30);
        DivergedException all = assertThrows(
                DivergedException.class,
                () -> TableTraining.of(Tables.sensors(), recipe)
                        .withWatch(watch)
                        .run());
        List<Watch.Member> diverged = watch.events.stream()
                .filter(Watch.Event.Diverged.class::isInstance)
                .map(Watch.Event.Diverged.class::cast)
                .filter(d -> !d.isKept())
                .map(Watch.Event.Diverged::member)
                .toList();
        assertEquals(
                List.of(
                        new Watch.Member(0, 3, 0.0, true, false, 1),
                        new Watch.Member(1, 3, 0.3, true, false, 1),
                        new Watch.Member(2, 3, 0.5, true, false, 1)),
                diverged);
        assertTrue(all.getMessage().contains("diverged"), all.getMessage());
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsNothing() throws IOException {
        Stop watch = new Stop(-1, 0);
        TableModel model = TableTraining.of(Tables.sensors(), RECIPE)
                .withCheckpoint(dir.resolve("nowhere/c.safetensors"))
                .withWatch(watch)
                .run();
        assertArrayEquals(bytes(TableTrainingTest.model), bytes(model));
        assertTrue(watch.events.stream().anyMatch(Watch.Event.CheckpointFailed.class::isInstance));
    }

    @Test
    void rowsOfMissingCellsHaveNoPart() {
        double[][] rows = Tables.rows(200, 5);
        double[][] more = Arrays.copyOf(rows, 210);
        Arrays.fill(more, 200, 210, new double[] {Double.NaN, Double.NaN, Double.NaN});
        Table with = Table.of(Rows.withGaps(flat(more), 3), List.of("c", "h", "l"));
        TableTraining training = TableTraining.of(with, Tables.QUICK);
        assertEquals(
                "200 rows of 3 columns, 20 of them for validation; 10 rows without a known cell left out",
                training.rows().toString());
        TableTraining without = TableTraining.of(Table.of(rows, "c", "h", "l"), Tables.QUICK);
        assertArrayEquals(without.rows().train(), training.rows().train());
        assertArrayEquals(without.rows().heldOut(), training.rows().heldOut());
        assertEquals(without.plan().parts(), training.plan().parts());
        assertEquals(without.plan().training(), training.plan().training());
        assertEquals(
                without.plan().architecture().withFill(RowSpec.Fill.none()),
                training.plan().architecture().withFill(RowSpec.Fill.none()));
    }

    private static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    private static String message(Executable wrong) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}
