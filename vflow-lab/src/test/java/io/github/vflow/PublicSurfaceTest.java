package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Other people's code sees few types: public top-level ones in packages that a module exports to everyone. */
final class PublicSurfaceTest {

    /** Each type beyond this number is a promise that somebody has to keep. */
    private static final int MOST = 97;

    /**
     * These modules have no descriptor, since the jars of their hosts have none. So their public types count, except in packages below {@code internal}:
     * Java lets no other package of a module see a type that is not public, and the documentation of these packages promises nothing.
     */
    private static final Set<String> WITHOUT_DESCRIPTOR =
            Set.of("vflow-duckdb", "vflow-kafka", "vflow-spark", "vflow-spring-boot-starter");

    private static final String INTERNAL = "io.github.vflow.spark.internal.";

    private static final Set<String> MODULES = Set.of("cli", "flow", "image", "lab", "nn", "serve", "table", "tensor");

    @Test
    void everyModuleIsRead() {
        assertEquals(
                new TreeSet<>(MODULES),
                descriptors().stream().map(d -> last(d.name())).collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theSurfaceIsSmall() {
        Map<String, List<String>> surface = surface();
        surface.forEach((module, types) -> System.out.println(module + " " + types.size() + " " + types));
        int total = surface.values().stream().mapToInt(List::size).sum();
        System.out.println("public top-level types exported to everyone: " + total);
        assertTrue(total <= MOST, total + " types are exported to everyone, at most " + MOST);
    }

    /** The names of the types by module. */
    private static Map<String, List<String>> surface() {
        Set<String> exported = descriptors().stream()
                .flatMap(d -> d.exports().stream())
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        Map<String, List<String>> types = new TreeMap<>();
        for (Source s : Sources.main()) {
            boolean counts = !s.isDescriptor()
                    && (exported.contains(s.packageName())
                            || (WITHOUT_DESCRIPTOR.contains(s.module())
                                    && !s.packageName().startsWith(INTERNAL)));
            if (counts && s.lines().stream().anyMatch(l -> l.startsWith("public "))) {
                String file = s.file().getFileName().toString();
                types.computeIfAbsent(s.module(), _ -> new ArrayList<>()).add(file.replace(".java", ""));
            }
        }
        return types;
    }

    private static List<ModuleDescriptor> descriptors() {
        try {
            List<ModuleDescriptor> ours = new ArrayList<>();
            for (URL url : PublicSurfaceTest.class
                    .getClassLoader()
                    .resources("module-info.class")
                    .toList()) {
                try (InputStream in = url.openStream()) {
                    ModuleDescriptor descriptor = ModuleDescriptor.read(in);
                    if (descriptor.name().startsWith("io.github.vflow.")) {
                        ours.add(descriptor);
                    }
                }
            }
            return ours;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
