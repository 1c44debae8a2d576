package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training whose process is killed at any moment, and that goes on from its checkpoint, ends with the same bytes as one that nobody
 * stopped: whatever the number of threads, before and after.
 */
final class KillsTest {
    private static final int KILLS = Integer.getInteger("vflow.kills", 50);
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int KILLS_OF_A_CHAIN = 6;
    private static final long PATIENCE = 300;

    @TempDir
    Path dir;

    private List<Object> rows;

    @BeforeEach
    void chooseTrainings() throws IOException {
        Path table = Tables.write(dir.resolve("t.csv"), 200, 1);
        rows = List.of(
                "train",
                table,
                "--steps",
                NIGHTLY ? 400 : 40,
                "--hidden",
                16,
                "--augment",
                2,
                "--noise",
                NIGHTLY ? "0,0.15" : "0.15",
                "--calibration",
                NIGHTLY ? 0.1 : 0);
    }

    /** What a training leaves behind. */
    private record Result(byte[] model, byte[] checkpoint) {
        static Result in(Path folder) throws IOException {
            return new Result(Files.readAllBytes(model(folder)), Files.readAllBytes(checkpoint(folder)));
        }

        static Path model(Path folder) {
            return folder.resolve("model.safetensors");
        }

        static Path checkpoint(Path folder) {
            return folder.resolve("checkpoint.safetensors");
        }

        boolean isThatOf(Path folder) throws IOException {
            return Arrays.equals(model, Files.readAllBytes(model(folder)))
                    && Arrays.equals(checkpoint, Files.readAllBytes(checkpoint(folder)));
        }
    }

    /** The words of a training: from the beginning, or from the checkpoint if there is one. */
    private static List<String> words(List<Object> training, Path folder, int threads) {
        boolean resumes = Files.exists(Result.checkpoint(folder));
        List<String> words = new ArrayList<>();
        (resumes ? resumed(training) : training).forEach(word -> words.add(word.toString()));
        words.addAll(List.of("--out", Result.model(folder).toString(), "--threads", Integer.toString(threads)));
        words.addAll(List.of("--checkpoint", Result.checkpoint(folder).toString()));
        if (resumes) {
            words.add("--resume");
        }
        return words;
    }

    /** A training in a JVM of its own. */
    private Process start(List<Object> training, Path folder, int threads) throws IOException {
        return Processes.vflow(words(training, folder, threads), dir.resolve("log"));
    }

    /** A training in this JVM. */
    private static void run(List<Object> training, Path folder, int threads) {
        Run.vflow(words(training, folder, threads).toArray()).ok();
    }

    /** Architecture and plan are in the checkpoint. */
    private static List<Object> resumed(List<Object> training) {
        return training.subList(0, 2);
    }

    private void finish(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(PATIENCE, TimeUnit.SECONDS), "a training takes longer than " + PATIENCE + " s");
        assertEquals(0, process.exitValue(), Files.readString(dir.resolve("log")));
    }

    @Test
    void aKilledTrainingEndsWithTheBytesOfOneThatWasNot() throws IOException, InterruptedException {
        Path whole = Files.createDirectory(dir.resolve("whole"));
        run(rows, whole, 1);
        Path killed = Files.createDirectory(dir.resolve("killed"));
        Process process = start(rows, killed, 2);
        while (process.isAlive() && !Files.exists(Result.checkpoint(killed))) {
            Thread.sleep(1);
        }
        process.destroyForcibly().waitFor();
        assertTrue(Files.exists(Result.checkpoint(killed)), Files.readString(dir.resolve("log")));
        run(rows, killed, 1);
        assertTrue(Result.in(whole).isThatOf(killed), "model or checkpoint differ");
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aTrainingMayBeKilledAnyTime() throws IOException, InterruptedException {
        long seed = System.currentTimeMillis();
        SplittableRandom random = new SplittableRandom(seed);
        int kills = 0;
        int different = 0;
        int left = 0;
        int chains = 0;
        List<List<Object>> trainings = List.of(rows);
        List<Result> expected = new ArrayList<>();
        List<Long> millis = new ArrayList<>();
        for (List<Object> training : trainings) {
            Path whole = Files.createDirectory(dir.resolve("whole" + expected.size()));
            long start = System.nanoTime();
            finish(start(training, whole, 1));
            millis.add((System.nanoTime() - start) / 1_000_000);
            expected.add(Result.in(whole));
        }
        for (; kills < KILLS; chains++) {
            int which = chains % trainings.size();
            Path folder = Files.createDirectory(dir.resolve("chain" + chains));
            int most = Math.min(KILLS_OF_A_CHAIN, KILLS - kills);
            kills += killed(trainings.get(which), folder, millis.get(which), most, random);
            different += expected.get(which).isThatOf(folder) ? 0 : 1;
            try (var files = Files.list(folder)) {
                left += (int) files.count() - 2;
            }
        }
        System.out.printf(
                "nightly kills: %d kills in %d trainings, %d different results, %d files left over, seed %d%n",
                kills, chains, different, left, seed);
        assertEquals(0, different, "trainings that end with other bytes, seed " + seed);
    }

    /** Kills a training up to so many times, each at a random moment of the time that all of it takes, and lets it end. */
    private int killed(List<Object> training, Path folder, long millis, int most, SplittableRandom random)
            throws IOException, InterruptedException {
        for (int kills = 0; kills < most; kills++) {
            Process process = start(training, folder, random.nextInt(1, 3));
            if (process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS)) {
                finish(process);
                return kills;
            }
            process.destroyForcibly().waitFor();
        }
        finish(start(training, folder, random.nextInt(1, 3)));
        return most;
    }
}
