package io.github.vflow.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Npz;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.benchmarks.tables.method.Detector;
import io.github.vflow.benchmarks.tables.method.MethodName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SessionTest {
    private static final Protocol.Caps CAPS = new Protocol.Caps(1_000, 1_000);

    @TempDir
    Path directory;

    private List<Path> tables = List.of();

    @BeforeEach
    void writeTables() throws IOException {
        RandomGenerator random = new SplittableRandom(1);
        double[][] rows = new double[60][];
        byte[] labels = new byte[60];
        for (int i = 0; i < 60; i++) {
            labels[i] = (byte) (i < 50 ? 0 : 1);
            rows[i] = new double[] {random.nextGaussian() + 8 * labels[i], random.nextGaussian()};
        }
        Npz.write(directory.resolve("one.npz"), rows, labels);
        Npz.write(directory.resolve("two.npz"), rows, labels);
        tables = LabelledTable.files(directory);
    }

    private Session session(Protocol.Caps caps, MethodName... methods) {
        return new Session(
                new ResultFile(directory.resolve("results.csv")),
                List.of(methods),
                List.of(Protocol.SEMI_SUPERVISED, Protocol.UNSUPERVISED),
                List.of(1L, 2L),
                caps);
    }

    private List<String> run(MethodName... methods) throws IOException {
        List<String> progress = new ArrayList<>();
        session(CAPS, methods).run(tables, progress::add);
        return progress;
    }

    private List<Result> results() throws IOException {
        return new ResultFile(directory.resolve("results.csv")).read();
    }

    @Test
    void whatIsThereIsNotComputedAgain() throws IOException {
        assertEquals(8, run(MethodName.NEIGHBOURS).size());
        List<Result> before = results();
        assertEquals(0, run(MethodName.NEIGHBOURS).size());
        assertEquals(8, run(MethodName.NEIGHBOURS, MethodName.GAUSSIAN).size());
        assertEquals(16, results().size());
        assertEquals(before, results().subList(0, 8));
        for (Result r : results()) {
            assertTrue(r.detection().orElseThrow().auroc() > 0.8, r.toString());
            assertEquals(r.key().method().equals("gaussian"), r.logProb().isPresent());
        }
    }

    @Test
    void aLineThatAKilledRunBeganIsComputedAgain() throws IOException {
        run(MethodName.GAUSSIAN);
        Path file = directory.resolve("results.csv");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 30));
        assertEquals(7, results().size());
        List<String> progress = run(MethodName.GAUSSIAN);
        assertEquals(1, progress.size());
        assertTrue(
                progress.getFirst().startsWith("1 of 1: two, unsupervised, seed 2, gaussian: AUROC "),
                progress::toString);
        assertTrue(progress.getFirst().endsWith("; 0 s left"), progress::toString);
        assertEquals(8, results().size());
    }

    @Test
    void resultsOfOtherCapsOrOtherFilesAreRefused() throws IOException {
        run(MethodName.GAUSSIAN);
        Path file = directory.resolve("results.csv");
        Exception e = assertThrows(
                IOException.class,
                () -> session(new Protocol.Caps(10, 20), MethodName.GAUSSIAN).run(tables, _ -> {}));
        assertEquals(
                file + ": has results with Caps[train=1000, test=1000] but this run has Caps[train=10, test=20]; name"
                        + " another file or use the same caps",
                e.getMessage());
        Files.writeString(file, "a,b\n1,2\n");
        e = assertThrows(IOException.class, this::results);
        assertTrue(String.valueOf(e.getMessage()).endsWith(" but found [a, b]; name another file"), e.getMessage());
    }

    @Test
    void aRefusalIsAResult() throws IOException {
        Split split = Protocol.SEMI_SUPERVISED.split(LabelledTable.read(tables.getFirst()), 1, CAPS);
        Detector refusing = (_, _) -> {
            throw new IllegalStateException("no\n  way");
        };
        Result.Key key = new Result.Key("one", Protocol.SEMI_SUPERVISED, 1, "refusing");
        ResultFile file = new ResultFile(directory.resolve("failed.csv"));
        file.open();
        file.add(Result.of(key, refusing, split, CAPS));
        Result read = file.read().getFirst();
        assertEquals("failed: java.lang.IllegalStateException: no way", read.about());
        assertTrue(read.detection().isEmpty());
        assertTrue(read.logProb().isEmpty());
        assertEquals(new Result.Size(CAPS, 25, 35, 10, 2), read.size());
    }

    @Test
    void theCommandPrintsTheReport() throws IOException {
        Path results = directory.resolve("results.csv");
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = TableDensities.command();
            assertEquals(
                    0,
                    command.execute(
                            directory.toString(),
                            "--results",
                            results.toString(),
                            "--methods",
                            "gaussian,neighbours",
                            "--tables",
                            "two",
                            "--seeds",
                            "7"));
            assertEquals(2, results().size());
            String first = said.toString(StandardCharsets.UTF_8);
            assertTrue(
                    first.startsWith("## semi-supervised\n\nMeans over seeds [7]; Caps[train=50000, test=50000]."),
                    first);
            said.reset();
            assertEquals(0, TableDensities.command().execute("--results", results.toString()));
            assertEquals(first, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
        }
    }
}
