package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.vflow.cli.fuzz.Verdict;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files that once showed a fault of a reader, or might have: {@code fuzz/READER/} in the test resources. What is called
 * {@code whole} is read, what begins with {@code refused} is not, and the rest may be either; see {@link FuzzTest} for what no file may do.
 */
final class SavedFilesTest {
    private static final Path SAVED = saved();
    private static final int COMMANDS = 4;

    @TempDir
    static Path dir;

    private static FuzzTargets targets;

    @BeforeAll
    static void writeWholeFiles() throws IOException {
        targets = new FuzzTargets(dir);
    }

    private static Path saved() {
        try {
            return Path.of(Objects.requireNonNull(SavedFilesTest.class.getResource("/fuzz"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no folder of saved files", e);
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(SAVED)) {
            return all.filter(Files::isRegularFile).map(SAVED::relativize).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isReadOrRefusedAsItsNameSays(Path file) throws IOException {
        check(targets.named(file.getParent().toString()), SAVED.resolve(file));
    }

    /** Checks that a reader takes or refuses a file as the name of the file says, and so do all commands, or one of them by day. */
    static void check(FuzzTarget target, Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Verdict> verdicts = new ArrayList<>();
        Files.write(target.file(), bytes);
        verdicts.add(target.judged());
        assertFalse(verdicts.getFirst() instanceof Verdict.Wrong, verdicts::toString);
        boolean areAll = Boolean.getBoolean("vflow.nightly");
        for (int command = areAll ? 0 : bytes.length % COMMANDS;
                verdicts.size() <= (areAll ? COMMANDS : 1);
                command++) {
            // a command may write it anew
            Files.write(target.file(), bytes);
            verdicts.add(target.commanded(command));
        }
        assertEquals(
                List.of(),
                verdicts.stream().filter(Verdict.Wrong.class::isInstance).toList());
        String name = file.getFileName().toString();
        if (name.startsWith("whole")) {
            assertFalse(verdicts.contains(new Verdict.Refused()), verdicts::toString);
        } else if (name.startsWith("refused")) {
            // what only a command looks at, the reader does not refuse
            verdicts.subList(1, verdicts.size()).forEach(v -> assertInstanceOf(Verdict.Refused.class, v));
        }
    }
}
