package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command and the library train a table by one route: their files have equal bytes, apart from times and notes for people, for tables on
 * both sides of every limit that depends on the number of rows. The test of Spark compares with the library, too.
 */
final class OneRouteTest {
    private static final int STEPS = 12;
    private static final Recipe RECIPE = Recipe.standard().withSteps(STEPS);
    private static final long PATIENCE = 120;

    @TempDir
    private static Path folder;

    private static Path csv = Path.of("t.csv");

    /** The model of this table by the library, by night: trainings that go on end with it. */
    private static byte[] library = {};

    @TempDir
    private Path dir;

    @BeforeAll
    static void trainWithTheLibrary() throws IOException {
        csv = table(folder, 1_500, true);
        if (Boolean.getBoolean("vflow.nightly")) {
            library = bytes(TableModel.fit(Table.read(csv), RECIPE));
        }
    }

    /** Real, whole and text columns; with gaps, unless cells are complete. */
    private static Path table(Path dir, int rows, boolean hasGaps) throws IOException {
        SplittableRandom random = new SplittableRandom(rows);
        StringBuilder csv = new StringBuilder("size,count,kind,load\n");
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            csv.append(gap(random, hasGaps, "%.3f".formatted(2 * x + 0.3 * random.nextGaussian())))
                    .append(',')
                    .append(gap(random, hasGaps, Long.toString(Math.round(4 * x + 20))))
                    .append(',')
                    .append(gap(random, hasGaps, List.of("ash", "elm", "oak").get(random.nextInt(3))))
                    .append(',')
                    .append("%.4f\n".formatted(Math.exp(0.5 * x + 0.1 * random.nextGaussian())));
        }
        return Files.writeString(dir.resolve("t.csv"), csv);
    }

    private static String gap(SplittableRandom random, boolean hasGaps, String cell) {
        return hasGaps && random.nextInt(50) == 0 ? "" : cell;
    }

    /** The bytes of a model's file without times and notes. */
    private static byte[] bytes(TableModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        model.withoutTimes().withNotes(Map.of()).write(bytes);
        return bytes.toByteArray();
    }

    /** By day, the others have the same plan only, which decides all. */
    @ParameterizedTest
    @CsvSource({
        "900, true, '', true",
        "1500, true, '', true",
        "10500, true, '', true",
        "900, false, load, false",
        "1500, false, 'size,load', true"
    })
    void theCommandAndTheLibraryWriteTheSameModel(int rows, boolean hasGaps, String given, boolean isPlanOnly)
            throws IOException {
        Path csv = table(dir, rows, hasGaps);
        Path file = dir.resolve("m.safetensors");
        Path plan = dir.resolve("p.json");
        List<Object> words = new ArrayList<>(List.of(csv, "--steps", STEPS));
        if (!given.isEmpty()) {
            words.addAll(List.of("--given", given));
        }
        vflow("plan", words, plan);
        TableTraining training =
                TableTraining.of(Table.read(csv), given.isEmpty() ? RECIPE : RECIPE.given(given.split(",")));
        assertEquals(
                training.plan().toJson(),
                TablePlan.ofJson(Files.readString(plan)).toJson());
        if (!isPlanOnly || Boolean.getBoolean("vflow.nightly")) {
            vflow("train", words, file);
            assertArrayEquals(bytes(training.run()), bytes(TableModel.load(file)));
        }
    }

    private static void vflow(String command, List<Object> words, Path out) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(words);
        all.addAll(List.of("--out", out));
        Run.vflow(all.toArray()).ok();
    }

    /** The plan of a table, printed and trained, gives the bytes of the training without a plan, whatever the command is told. */
    @ParameterizedTest
    @ValueSource(strings = {"", "--robust"})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theModelOfAPlanIsThatOfItsOptions(String options) throws IOException {
        Path csv = table(dir, 200, true);
        List<Object> words = new ArrayList<>(List.of(csv));
        words.addAll(options.isEmpty() ? List.of("--steps", STEPS) : List.of(options.split(" ")));
        if (options.equals("--robust")) {
            words.addAll(List.of("--steps", 6, "--noise", "0.1"));
        }
        Path plan = dir.resolve("plan.json");
        Run printed = Run.vflow(Stream.concat(Stream.of("plan"), words.stream()).toArray())
                .ok();
        Files.writeString(plan, printed.out());
        Path usual = dir.resolve("usual.safetensors");
        words.addAll(List.of("--out", usual));
        Run.vflow(Stream.concat(Stream.of("train"), words.stream()).toArray()).ok();
        Path planned = dir.resolve("planned.safetensors");
        Run.vflow("train", csv, "--plan", plan, "--out", planned).ok();
        assertArrayEquals(bytes(TableModel.load(usual)), bytes(TableModel.load(planned)));
    }

    @Test
    void theModelOfAPlanIsThatOfManyOptions() throws IOException {
        theModelOfAPlanIsThatOfItsOptions("--noise 0.2 --steps 9 --hidden 8,8");
    }

    @Test
    void aPlanIsRefusedBesideOptionsOfTheModelAndIfItIsNone() throws IOException {
        Path csv = table(dir, 200, false);
        Path plan = Files.writeString(dir.resolve("plan.json"), "{}");
        assertTrue(Run.vflow("train", csv, "--plan", plan, "--noise", "0")
                .failure(2)
                .contains("with --plan the columns and the training come from the plan; leave out --noise"));
        String message = Run.vflow("train", csv, "--plan", plan).failure(1);
        assertTrue(message.contains("plan.json: it must be a plan of vflow plan but is not: "), message);
        assertTrue(message.endsWith("write it again"), message);
    }

    /** Fails in a step of the second member, when its checkpoint is written. */
    private static final class FailingWatch implements Watch {
        private int member;
        private boolean isWritten;

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            if (isWritten) {
                throw new IllegalStateException("killed");
            }
            isWritten = member == 1 && evaluated.isPresent();
            return Answer.GO_ON;
        }

        @Override
        public void on(Watch.Event event) {
            if (event instanceof Watch.Event.Started s) {
                member = s.member().number();
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theCommandGoesOnWhereTheLibraryFailed() throws IOException {
        Table table = Table.read(csv);
        Path checkpoint = dir.resolve("c.safetensors");
        TableTraining training = TableTraining.of(table, RECIPE.withThreads(1))
                .withCheckpoint(checkpoint)
                .withWatch(new FailingWatch());
        assertEquals(
                "killed",
                assertThrows(IllegalStateException.class, training::run).getMessage());
        Path file = dir.resolve("m.safetensors");
        Run run = Run.vflow("train", csv, "--checkpoint", checkpoint, "--resume", "--out", file)
                .ok();
        assertTrue(run.err().contains("going on from step 5"), run.err());
        assertTrue(run.err().contains("model 2 of 5"), run.err());
        assertArrayEquals(library, bytes(TableModel.load(file)));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void theLibraryGoesOnWhereTheCommandWasKilled() throws IOException, InterruptedException {
        Path checkpoint = dir.resolve("c.safetensors");
        Path second = dir.resolve("c-member-1.safetensors");
        // there are five members, so that the kill hits the second one or a later one
        List<String> words = List.of(
                "train",
                csv.toString(),
                "--steps",
                Integer.toString(STEPS),
                "--checkpoint",
                checkpoint.toString(),
                "--out",
                dir.resolve("never.safetensors").toString());
        Process process = new ProcessBuilder(Processes.command(Main.class, words))
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!Files.exists(second) && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
        assertTrue(Files.exists(second), Files.readString(dir.resolve("log")));
        TableModel resumed = TableTraining.resume(Table.read(csv), checkpoint).run();
        assertArrayEquals(library, bytes(resumed));
    }
}
