package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of each release load, and give the same answers bit by bit on any number of threads and lanes. */
final class GoldenFilesTest {
    private static final int BYTES = 400_000;

    @TempDir
    Path dir;

    static Stream<Arguments> files() throws IOException {
        return GoldenFiles.releases().stream()
                .flatMap(release -> Golden.all().stream()
                        .filter(release::has)
                        .flatMap(kind -> Stream.of(Arguments.of(release, kind, 1), Arguments.of(release, kind, 2))));
    }

    @ParameterizedTest(name = "{0}: {1}, threads {2}")
    @MethodSource("files")
    void aFileOfAReleaseGivesTheSameAnswers(GoldenFiles release, Golden kind, int threads) {
        assertEquals(Optional.empty(), release.fault(kind, threads));
    }

    @Test
    void theNewestReleaseHasEveryKindAndIsSmall() throws IOException {
        GoldenFiles newest = GoldenFiles.releases().getLast();
        assertEquals(
                List.of(),
                Golden.all().stream().filter(kind -> !newest.has(kind)).toList(),
                "kinds without files");
        try (Stream<Path> files = Files.walk(newest.folder())) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
            assertTrue(bytes < BYTES, bytes + " bytes");
        }
    }

    /** By day the kernels run with short vectors, in the tests tagged "lanes". */
    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void anyVectorsGiveTheSameAnswers(int bytes) throws IOException, InterruptedException {
        assertEquals("", said(bytes));
    }

    /** The faults that a JVM with vectors of so many bytes finds. */
    private String said(int bytes) throws IOException, InterruptedException {
        Path out = dir.resolve("out");
        Process process = new ProcessBuilder(
                        Processes.command(GoldenProcess.class, List.of(), "-XX:MaxVectorSize=" + bytes))
                .redirectOutput(out.toFile())
                .redirectError(dir.resolve("err").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> "see " + dir.resolve("err"));
        return Files.readString(out);
    }

    /** A copy of the files of a kind, which a test may change. */
    private GoldenFiles copy(Golden kind) throws IOException {
        GoldenFiles copy = new GoldenFiles(Files.createDirectory(dir.resolve("0.1.0")));
        Path to = Files.createDirectory(copy.folder().resolve(kind.name()));
        Path from = GoldenFiles.releases().getFirst().folder().resolve(kind.name());
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
        return copy;
    }

    @Test
    void aChangedDefaultIsNamedWithTheRemedy() throws IOException {
        Golden kind = GoldenTable.augmented();
        GoldenFiles copy = copy(kind);
        Path file = copy.folder().resolve(kind.name()).resolve(Golden.MODEL);
        ModelFile stored = ModelFile.load(file);
        // as if a later reader took another number of samples than the file says
        new ModelFile(
                        stored.model(),
                        stored.columns(),
                        stored.notes(),
                        new Scoring(
                                stored.scoring().samples() + 1, stored.scoring().seed()),
                        stored.fitted(),
                        stored.calibration())
                .save(file);
        String fault = copy.fault(kind, 1).orElseThrow();
        assertTrue(fault.startsWith("A file of 0.1.0 gives other answers: vflow, threads 1: "), fault);
        assertTrue(fault.contains("\"log p by the model\" number 1 of 24 was "), fault);
        assertTrue(fault.contains("write its files anew as CONTRIBUTING.md says"), fault);
    }

    @Test
    void aFileThatDoesNotLoadIsNamedWithTheRemedy() throws IOException {
        Golden kind = GoldenTable.flow();
        GoldenFiles copy = copy(kind);
        Path file = copy.folder().resolve(kind.name()).resolve(Golden.MODEL);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("isWhitened", "isWhitenex").getBytes(StandardCharsets.ISO_8859_1));
        String fault = copy.fault(kind, 1).orElseThrow();
        assertTrue(fault.startsWith("A file of 0.1.0 does not load any more: flow: " + file), fault);
        assertTrue(fault.contains("A released file must load, with the same bits"), fault);
    }
}
