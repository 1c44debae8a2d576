package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training that cannot go on: what was reached is written, and said. */
final class LossesTest {
    private static final long SEED = "LossesTest".hashCode();

    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path dir;

    /** A column whose tails are heavy, and another. */
    private Path cauchy() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Path file = dir.resolve("cauchy.csv");
        Files.writeString(
                file,
                "a,b\n"
                        + random.doubles(400)
                                .mapToObj(u -> String.format(
                                        Locale.ROOT, "%.6f,%.6f", Math.tan(Math.PI * (u - 0.5)), random.nextGaussian()))
                                .collect(Collectors.joining("\n")));
        return file;
    }

    private Path normal(String outlier) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> lines = new ArrayList<>(List.of("a,b"));
        for (int i = 0; i < 300; i++) {
            lines.add((i == 77 ? outlier : random.nextGaussian()) + "," + random.nextGaussian());
        }
        return Files.write(dir.resolve("normal.csv"), lines);
    }

    private static Run train(Object... args) {
        List<Object> all = new ArrayList<>(List.of("train"));
        all.addAll(List.of(args));
        all.addAll(List.of("--flow-steps", 2, "--hidden", 8, "--threads", 1));
        return Run.vflow(all.toArray());
    }

    /** A rate that rises until it harms: the best model is written all the same, and a smaller rate goes on from the checkpoint. */
    @Test
    void aRunThatDivergesLateWritesItsBestModel() throws IOException {
        Path data = cauchy();
        Path out = dir.resolve("late.safetensors");
        Path checkpoint = dir.resolve("late.ck");
        Object[] options = {"--noise", 0, "--augment", 2, "--steps", 3000, "--lr", 10, "--flow-steps", 2, "--hidden", 8
        };
        Run run = EditedPlan.of(dir.resolve("p.json"), data, options)
                .evaluated(5, 0)
                .with(
                        "\"coupling\":\\{\"kind\":\"MIXTURE\",\"components\":8",
                        "\"coupling\":{\"kind\":\"AFFINE\",\"components\":0")
                .with("\"clipNorm\":5.0", "\"clipNorm\":0.0")
                .with(
                        "\\{\"kind\":\"Linear\",\"rate\":10.0,\"steps\":3000\\}",
                        "{\"kind\":\"WarmUp\",\"steps\":3000,\"then\":{\"kind\":\"Constant\",\"rate\":10.0}}")
                .train(data, "--checkpoint", checkpoint, "--out", out);
        String failure = run.failure(1);
        assertTrue(failure.startsWith("vflow: Trainer: training diverged at step "), failure);
        assertTrue(failure.contains(" row ") && failure.contains(" of the table (the first row is 1): a = "), failure);
        assertTrue(run.err().contains("training diverged; wrote " + out + " with the best parameters"), run.err());
        assertTrue(
                run.err().contains("vflow train " + data + " --checkpoint " + checkpoint + " --resume --out " + out),
                run.err());
        assertEquals(List.of("a", "b"), ModelFile.load(out).columns());
        Run.vflow("evaluate", out, data).ok();

        String same = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--out", out, "--threads", 1)
                .failure(1);
        assertEquals(step(failure), step(same), "bit by bit");
        String higher = Run.vflow("train", data, "--checkpoint", checkpoint, "--resume", "--out", out, "--lr", 12)
                .failure(1);
        assertEquals(
                "vflow: the learning rate must not be above the checkpoint's 10.0 but is 12.0; give a smaller one, or train anew",
                higher);
    }

    private static long step(String message) {
        Matcher m = Pattern.compile("at step (\\d+)").matcher(message);
        assertTrue(m.find(), message);
        return Long.parseLong(m.group(1));
    }

    static boolean hasAFullDevice() {
        return Files.exists(FULL);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aMilderOneIsNamedByItsRow() throws IOException {
        Path milder = normal("1e6");
        String named = EditedPlan.of(
                        dir.resolve("p.json"),
                        milder,
                        "--validation",
                        0.9,
                        "--noise",
                        0,
                        "--augment",
                        8,
                        "--steps",
                        400)
                .with("\"student\":0.01", "\"student\":0.0")
                .train(milder, "--out", dir.resolve("m.safetensors"))
                .failure(1);
        assertTrue(named.contains("row 78 of the table (the first row is 1): a = 1000000.0"), named);
    }

    @Test
    void anOutlierThatHidesAColumnIsRefusedByName() throws IOException {
        Path data = normal("1e30");
        Path out = dir.resolve("m.safetensors");
        String message = train(data, "--column", "a=real", "--validation", 0, "--out", out)
                .failure(1);
        assertTrue(
                message.startsWith("vflow: " + data + ": column 1 (a) has numbers that ruin its scale in 1 of 300 rows,"
                        + " first \"1.0E30\" at line 79"),
                message);
        assertTrue(message.contains("; repair or remove them, make it heavy, or give a range"), message);
        assertFalse(Files.exists(out));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aColumnWithAnOutlierIsLearnedAsHeavy() throws IOException {
        Path data = normal("1e30");
        Path out = dir.resolve("m.safetensors");
        String learned = train(data, "--steps", 5, "--noise", 0, "--calibration", 0, "--out", out)
                .ok()
                .err();
        assertTrue(
                learned.contains(
                        "column 1 (a) has numbers far beyond the others in 1 of 300 rows, first \"1.0E30\" at line 79"),
                learned);
    }

    /** Seconds since 1970 within a minute, of which float32 has one number. */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void epochSecondsAreLearned() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> plain = new ArrayList<>(List.of("t,x"));
        List<String> shifted = new ArrayList<>(List.of("t,x"));
        for (int i = 0; i < 400; i++) {
            int t = random.nextInt(60);
            double x = Math.rint(1000 * (t + random.nextGaussian())) / 1000;
            plain.add(t + "," + x);
            shifted.add(1_700_000_000L + t + "," + x);
        }
        Path a = Files.write(dir.resolve("plain.csv"), plain);
        Path b = Files.write(dir.resolve("epoch.csv"), shifted);
        double[] elbo = new double[2];
        for (Path data : List.of(a, b)) {
            Run run = train(
                    data,
                    "--column",
                    "t=real",
                    "--noise",
                    0,
                    "--calibration",
                    0,
                    "--steps",
                    300,
                    "--json",
                    "--out",
                    dir.resolve("m.safetensors"));
            elbo[data.equals(a) ? 0 : 1] =
                    run.ok().json().path("validation_elbo").doubleValue();
        }
        assertEquals(elbo[0], elbo[1], 1e-2, "an offset changes nothing but the noise, which is keyed by the row");
        String scored = Run.vflow("score", dir.resolve("m.safetensors"), b).ok().out();
        assertTrue(scored.lines().skip(1).allMatch(l -> l.startsWith("17000000")), scored.substring(0, 200));
        String sampled =
                Run.vflow("sample", dir.resolve("m.safetensors"), "-n", 50).ok().out();
        assertTrue(
                sampled.lines()
                                .skip(1)
                                .map(l -> l.substring(0, l.indexOf(',')))
                                .distinct()
                                .count()
                        > 25,
                "samples are whole seconds, as in the file, and differ in them: " + sampled);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void soDoesTheSignalOfATerminal() throws Exception {
        aSignalEndsWithACheckpointAndTheLineThatResumes("INT", 2);
    }

    /** A signal ends a training with a checkpoint and the line that goes on, bit by bit. */
    @ParameterizedTest
    @CsvSource("TERM, 15")
    @DisabledOnOs(OS.WINDOWS)
    void aSignalEndsWithACheckpointAndTheLineThatResumes(String signal, int number) throws Exception {
        assumeFalse(
                Processes.ignores(number),
                () -> "SIG" + signal + " is ignored here, as in a background job of a script, and so in every process"
                        + " that the test starts");
        Path out = dir.resolve(signal + ".safetensors");
        Path err = dir.resolve(signal + ".err");
        Path data = Tables.write(dir.resolve("t.csv"), 300, 1);
        // without rows for validation, training does not end early
        String words = "--steps 100000000 --validation 0 --calibration 0 --noise 0 --hidden 8 --threads 1";
        List<String> command = new ArrayList<>(List.of("train", data.toString(), "--out", out.toString()));
        command.addAll(List.of(words.split(" ", -1)));
        Process process = Processes.vflow(command, err);
        Processes.signalAfter(process, err, "300 rows of 3 columns", signal);
        String said = Files.readString(err);
        assertEquals(128 + number, process.exitValue(), said);
        Path checkpoint = dir.resolve(signal + "-checkpoint.safetensors");
        assertTrue(said.contains(" of 100,000,000; wrote " + checkpoint), said);
        assertTrue(
                said.contains(
                        "go on with: vflow train " + data + " --checkpoint " + checkpoint + " --resume --out " + out),
                said);
        assertFalse(Files.exists(out), "no half-trained model in the place of another");
        Run.vflow("evaluate", checkpoint, data).ok();
    }
}
