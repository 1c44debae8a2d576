package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Other people's code sees few types: public ones in packages that a module exports to everyone. A nested type counts if it and all types around it are
 * public, as the members of an interface are without the word. Class files have the same number.
 */
final class PublicSurfaceTest {

    /** Each type beyond this number is a promise that somebody has to keep. */
    private static final int MOST = 96;

    private static final int MOST_NESTED = 112;

    /** The indentation of a type, the words before it, its kind and its name. */
    private static final Pattern TYPE = Pattern.compile("( *)((?:[a-z-]+ )*)(class|record|enum|interface) (\\w+).*");

    /**
     * These modules have no descriptor, since the jars of their hosts have none. So their public types count, except in packages below {@code internal}:
     * Java lets no other package of a module see a type that is not public, and the documentation of these packages promises nothing.
     */
    private static final Set<String> WITHOUT_DESCRIPTOR =
            Set.of("vflow-duckdb", "vflow-kafka", "vflow-spark", "vflow-spring-boot-starter");

    private static final String INTERNAL = "io.github.vflow.spark.internal.";

    private static final Set<String> MODULES = Set.of("cli", "flow", "image", "nn", "serve", "table", "tensor");

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

    @Test
    void fewTypesAreNested() {
        Map<String, List<String>> nested = types(s -> nested(s).stream());
        nested.forEach((module, types) -> System.out.println(module + " " + types.size() + " " + types));
        int total = nested.values().stream().mapToInt(List::size).sum();
        System.out.println("public nested types exported to everyone: " + total);
        assertTrue(total <= MOST_NESTED, total + " nested types are exported to everyone, at most " + MOST_NESTED);
    }

    /** The names of the types by module. */
    private static Map<String, List<String>> surface() {
        return types(s -> s.lines().stream()
                .filter(l -> l.startsWith("public "))
                .limit(1)
                .map(_ -> s.file().getFileName().toString().replace(".java", "")));
    }

    private static Map<String, List<String>> types(Function<Source, Stream<String>> ofSource) {
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
            if (counts) {
                ofSource.apply(s)
                        .forEach(type -> types.computeIfAbsent(s.module(), _ -> new ArrayList<>())
                                .add(type));
            }
        }
        return types;
    }

    /** A type that is open at a line. */
    private record Open(String name, int indentation, boolean isInterface, boolean isPublic) {}

    /** The nested types of a source that are public, and so is each type around them. */
    private static List<String> nested(Source s) {
        List<String> found = new ArrayList<>();
        Deque<Open> around = new ArrayDeque<>();
        for (String line : s.lines()) {
            Matcher m = TYPE.matcher(line);
            if (m.matches()) {
                int indentation = m.group(1).length();
                while (!around.isEmpty() && around.getLast().indentation >= indentation) {
                    around.removeLast();
                }
                Set<String> words = Set.of(m.group(2).split(" ", -1));
                Open in = around.peekLast();
                boolean isPublic =
                        words.contains("public") || (in != null && in.isInterface && !words.contains("private"));
                around.add(new Open(m.group(4), indentation, m.group(3).equals("interface"), isPublic));
                if (around.size() > 1 && around.stream().allMatch(Open::isPublic)) {
                    found.add(around.stream().map(Open::name).collect(Collectors.joining(".")));
                }
            }
        }
        return found;
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
