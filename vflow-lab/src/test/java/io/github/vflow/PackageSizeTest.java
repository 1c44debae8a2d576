package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Sources.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Packages stay small enough that one reader knows all their files. */
final class PackageSizeTest {

    private static final int MOST = 15;

    private static final String TO_BE_SPLIT = "larger than the rule from before; to be split";

    /** Packages that may have more files, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.ofEntries(
            Map.entry("io.github.vflow.benchmarks.compare", TO_BE_SPLIT),
            Map.entry("io.github.vflow.benchmarks.paper", TO_BE_SPLIT),
            Map.entry(
                    "io.github.vflow.tornado.kernel",
                    "one file for each kernel that TornadoVM compiles, in the one package that is open to it"));

    @Test
    void noOtherPackageIsLarge() {
        Map<String, Long> large = large();
        large.keySet().removeAll(EXCEPTIONS.keySet());
        assertEquals(Map.of(), large, "more than %d files: split these packages by what they know".formatted(MOST));
    }

    @Test
    void everyExceptionIsNeeded() {
        List<String> small = EXCEPTIONS.keySet().stream()
                .filter(name -> !large().containsKey(name))
                .sorted()
                .toList();
        assertEquals(List.of(), small, "these packages have at most %d files: remove the exceptions".formatted(MOST));
    }

    private static Map<String, Long> large() {
        Map<String, Long> files = Sources.main().stream()
                .filter(s -> !s.isDescriptor())
                .collect(Collectors.groupingBy(Source::packageName, TreeMap::new, Collectors.counting()));
        files.values().removeIf(n -> n <= MOST);
        return files;
    }
}
