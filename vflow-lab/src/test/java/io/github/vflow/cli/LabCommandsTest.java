package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The lab's command stands in the help, and takes its options, as {@link MainTest} and {@link ExtremesTest} demand of the others. */
@SuppressWarnings("JUnitMethodInvoked") // the tests of the other commands are run for these
final class LabCommandsTest {
    @BeforeAll
    static void write(@TempDir Path dir) throws IOException {
        ExtremesTest.dir = dir;
        ExtremesTest.write();
    }

    @Test
    void theHelpHasAllCommandsInTheirOrder() {
        String words =
                "demo schema plan train evaluate score outliers calibrate explain sample impute report drift serve reconstruct info audit"
                        + " conformance devices help";
        assertEquals(
                List.of(words.split(" ", -1)), List.copyOf(MainTest.commands().keySet()));
        MainTest.allAreListed();
    }

    @Test
    void theCommandDocumentsItselfWithAnExample() {
        MainTest.documentsItself("conformance");
    }

    static Stream<Arguments> options() {
        return ExtremesTest.options(List.of("conformance @m"));
    }

    @ParameterizedTest
    @MethodSource("options")
    void oneLineNamesTheOption(String command, String option) {
        ExtremesTest.isNamedInOneLine(command, option);
    }

    @Test
    void whatIsSensibleIsSaid() {
        ExtremesTest.isRefused("conformance @m --engine none", "--engine: no engine \"none\" here");
    }
}
