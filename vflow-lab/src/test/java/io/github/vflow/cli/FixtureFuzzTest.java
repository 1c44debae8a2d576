package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.cli.FuzzTarget.Seed;
import io.github.vflow.cli.fuzz.Form;
import io.github.vflow.lab.conformance.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Damaged fixtures are read or refused as {@link FuzzTest} and {@link SavedFilesTest} demand of other files. */
final class FixtureFuzzTest {
    private FuzzTarget target;

    @BeforeEach
    void write(@TempDir Path dir) throws IOException {
        target = target(dir);
    }

    private static FuzzTarget target(Path dir) throws IOException {
        byte[] bytes;
        try (InputStream in = FixtureFuzzTest.class.getResourceAsStream("toy_glow_L3_D2_f64.safetensors")) {
            bytes = in.readAllBytes();
        }
        return new FuzzTarget(
                "fixture",
                dir.resolve("toy_glow_damaged.safetensors"),
                List.of(new Seed(bytes, List.of(Form.RAW, Form.SAFETENSORS, Form.METADATA, Form.METADATA))),
                FixtureFuzzTest::read,
                50,
                (file, _) -> Run.vflow("conformance", file, "--engine", "vector"));
    }

    /** The command says which file it is, since it compares several. */
    private static void read(Path file) throws IOException {
        try {
            Fixture.read(file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        Fuzzing fuzzing = new Fuzzing(target, 1, FuzzTest.KEPT).during(n -> n < FuzzTest.MUTATIONS);
        assertEquals(List.of(), fuzzing.findings(), fuzzing::toString);
    }

    @Test
    void wholeFilesAreRead() throws IOException {
        FuzzTest.wholeFilesAreRead(target);
    }

    @Test
    void aSavedFileIsRefused() throws Exception {
        SavedFilesTest.check(
                target,
                Path.of(Objects.requireNonNull(
                                FixtureFuzzTest.class.getResource("/fuzz/fixture/refused-config-null.safetensors"))
                        .toURI()));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void damagedFilesAreReadOrRefusedAllNight() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("vflow.fuzz.minutes", "10"));
        FuzzProcess.Outcome outcome =
                FuzzProcess.start(FixtureFuzzTest.class, "fixture", System.currentTimeMillis(), minutes, FuzzTest.KEPT);
        outcome.lines().forEach(System.out::println);
        assertEquals(List.of(), outcome.faults());
    }

    /** The program that the nightly test starts; {@link FuzzProcess#main} has the arguments. */
    public static void main(String[] args) throws IOException {
        FuzzProcess.run(FixtureFuzzTest::target, args);
    }
}
