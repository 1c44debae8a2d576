package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.vflow.cli.fuzz.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files of every kind are read as something else, or refused in a message that names them: none hangs a reader, takes memory or
 * stack without end, or is called an internal error. Files that showed a fault are kept in {@code target/fuzz}.
 */
final class FuzzTest {
    static final int MUTATIONS = 120;
    static final Path KEPT = Path.of("target", "fuzz");

    @TempDir
    static Path dir;

    private static FuzzTargets targets;

    @BeforeAll
    static void writeWholeFiles() throws IOException {
        targets = new FuzzTargets(dir);
    }

    static Stream<String> names() {
        return FuzzTargets.NAMES.stream();
    }

    /** The same damage in every build. */
    @ParameterizedTest
    @MethodSource("names")
    void damagedFilesAreReadOrRefused(String name) throws IOException {
        Fuzzing fuzzing = new Fuzzing(targets.named(name), 1, KEPT).during(n -> n < MUTATIONS);
        assertEquals(List.of(), fuzzing.findings(), fuzzing::toString);
    }

    /** Else every answer to damage would be a refusal of what is whole. */
    @ParameterizedTest
    @MethodSource("names")
    void wholeFilesAreRead(String name) throws IOException {
        wholeFilesAreRead(targets.named(name));
    }

    static void wholeFilesAreRead(FuzzTarget target) throws IOException {
        for (FuzzTarget.Seed whole : target.seeds()) {
            Files.write(target.file(), whole.bytes());
            assertInstanceOf(Verdict.Loaded.class, target.judged());
        }
    }

    /**
     * Other damage in every build, for {@code vflow.fuzz.minutes} with each reader, ten if nothing is said: each in a JVM of its own with
     * little memory, as many at once as there are processors.
     */
    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void damagedFilesAreReadOrRefusedAllNight() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("vflow.fuzz.minutes", "10"));
        long seed = System.currentTimeMillis();
        List<Future<FuzzProcess.Outcome>> running = new ArrayList<>();
        try (ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (String name : FuzzTargets.NAMES) {
                running.add(pool.submit(() -> FuzzProcess.start(FuzzProcess.class, name, seed, minutes, KEPT)));
            }
        }
        List<String> faults = new ArrayList<>();
        for (Future<FuzzProcess.Outcome> f : running) {
            f.get().lines().forEach(System.out::println);
            faults.addAll(f.get().faults());
        }
        System.out.printf(
                "nightly fuzz: %d readers, %s minutes each, %d faults, seed %d%n",
                running.size(), minutes, faults.size(), seed);
        assertEquals(List.of(), faults);
    }
}
