package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An execution of its own runs the tests with a tag; a module whose pom.xml and tagged.xml lack it would leave them out without a word. */
final class TaggedTestsTest {

    @ParameterizedTest
    @CsvSource({"fresh, <vflow.fresh.phase>test</vflow.fresh.phase>", "lanes, <groups>lanes</groups>"})
    void theModuleOfATaggedTestRunsIt(String tag, String setting) throws IOException {
        List<Path> tagged = Sources.modules().stream()
                .filter(module -> Sources.tests(module).stream().anyMatch(s -> hasTag(s.lines(), tag)))
                .toList();

        assertFalse(tagged.isEmpty(), "no test has the tag " + tag);
        for (Path module : tagged) {
            Path besides = module.resolve("tagged.xml");
            String pom = Files.readString(module.resolve("pom.xml"))
                    + (Files.exists(besides) ? Files.readString(besides) : "");
            assertTrue(
                    pom.contains(setting),
                    () -> "%s has tests with the tag %s, so its pom.xml or tagged.xml needs %s"
                            .formatted(module, tag, setting));
        }
    }

    private static boolean hasTag(List<String> lines, String tag) {
        return lines.stream().anyMatch(line -> line.strip().equals("@Tag(\"" + tag + "\")"));
    }
}
