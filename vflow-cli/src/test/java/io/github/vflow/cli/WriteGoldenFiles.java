package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes the golden files of a release anew; CONTRIBUTING.md has the command. Its name keeps it out of the tests of every day. */
final class WriteGoldenFiles {
    @Test
    @EnabledIfSystemProperty(named = "vflow.golden", matches = "\\d+\\.\\d+\\.\\d+")
    void writes() throws IOException {
        new GoldenFiles(Path.of("src", "test", "resources", "golden", System.getProperty("vflow.golden"))).write();
    }
}
