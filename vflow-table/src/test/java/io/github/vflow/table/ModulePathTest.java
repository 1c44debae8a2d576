package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application that requires this module gets on its module path. */
final class ModulePathTest {
    /** The JDK's modules are in its own image. */
    private static final String JDK = "jrt";

    @Test
    void noModuleIsAutomaticSoThatJlinkTakesThemAll() {
        List<String> automatic = resolved()
                .filter(reference -> reference.descriptor().isAutomatic())
                .map(reference -> reference.descriptor().name() + " in "
                        + reference.location().map(URI::toString).orElse("no file"))
                .toList();
        assertEquals(List.of(), automatic, "modules without a descriptor; jlink refuses them");
    }

    @Test
    void theOnlyForeignModulesAreJacksonsStreamingParserAndTheReaderOfCsv() {
        Set<String> foreign = resolved()
                .filter(reference -> reference
                        .location()
                        .map(URI::getScheme)
                        .filter(JDK::equals)
                        .isEmpty())
                .map(reference -> reference.descriptor().name())
                .filter(name -> !name.startsWith("io.github.vflow."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of("de.siegmar.fastcsv", "tools.jackson.core"), foreign, "each is a dependency of every user");
    }

    private static Stream<ModuleReference> resolved() {
        Path[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> Files.exists(path) && !path.endsWith("test-classes"))
                .toArray(Path[]::new);
        return Configuration.resolve(
                        ModuleFinder.of(classPath),
                        List.of(ModuleLayer.boot().configuration()),
                        ModuleFinder.of(),
                        Set.of("io.github.vflow.table"))
                .modules()
                .stream()
                .map(ResolvedModule::reference);
    }
}
