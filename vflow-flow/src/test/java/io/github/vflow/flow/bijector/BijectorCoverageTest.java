package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.bijector.autoregressive.Autoregressive;
import io.github.vflow.flow.bijector.image.FactorOut;
import io.github.vflow.flow.bijector.image.ImageCoupling;
import io.github.vflow.flow.bijector.image.Split;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing public can be forgotten: whoever adds a bijector adds a line to the table, or this fails. */
final class BijectorCoverageTest {
    private static final Set<Object> PARTS = BijectorTable.rows()
            .flatMap(row -> parts(row.builder()
                    .build(new Parameters().scope(), row.dimensions(3), new SplittableRandom(1))
                    .given(Condition.ofRow(new Trace().batch("context", Shape.of(2, BijectorTable.CONTEXT))))))
            .collect(Collectors.toSet());

    /** A bijector, its parts, and their transformers. */
    private static Stream<Object> parts(Bijector b) {
        Stream<Object> inside = switch (b) {
            case Chain chain -> chain.parts().stream().flatMap(BijectorCoverageTest::parts);
            case Inverse inverse -> parts(inverse.bijector());
            case FactorOut f -> Stream.concat(parts(f.staying()), parts(f.leaving()));
            case AsRows images -> parts(images.bijector());
            case ImageCoupling coupling -> Stream.of(coupling.transformer());
            case Coupling coupling -> Stream.of(coupling.transformer());
            case Autoregressive map -> Stream.of(map.transformer());
            default -> Stream.empty();
        };
        return Stream.concat(Stream.of(b), inside);
    }

    @Test
    void everyPublicBijectorIsInTheTable() throws IOException, URISyntaxException {
        assertCovered(Bijector.class);
    }

    @Test
    void everyPublicTransformerIsInTheTable() throws IOException, URISyntaxException {
        assertCovered(Transformer.class);
    }

    @Test
    void everyAffineScaleIsInTheTable() {
        Set<Affine.Scale> scales = new HashSet<>();
        PARTS.forEach(part -> {
            if (part instanceof Affine affine) {
                scales.add(affine.scale());
            }
        });
        assertEquals(Set.of(Affine.Scale.values()), scales);
    }

    @Test
    void everyWayToHalveImagesIsInTheTable() {
        Set<Object> halves = new HashSet<>(PARTS);
        halves.removeIf(part -> !(part instanceof Split));
        assertEquals(Set.of(Split.values()), halves);
    }

    private static void assertCovered(Class<?> kind) throws IOException, URISyntaxException {
        Set<String> there = new TreeSet<>();
        for (Class<?> c : mainClasses()) {
            boolean concrete = !c.isInterface() && !Modifier.isAbstract(c.getModifiers());
            if (concrete && Modifier.isPublic(c.getModifiers()) && kind.isAssignableFrom(c)) {
                there.add(c.getName());
            }
        }
        Set<String> missing = new TreeSet<>(there);
        PARTS.forEach(part -> missing.remove(part.getClass().getName()));
        assertTrue(there.size() >= 3, "the scan found only " + there);
        assertEquals(Set.of(), missing, "add a line to BijectorTable for each of these");
    }

    /** All classes compiled beside {@link Bijector}. */
    private static List<Class<?>> mainClasses() throws IOException, URISyntaxException {
        Path root = Path.of(Bijector.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .<Class<?>>map(BijectorCoverageTest::load)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Bijector.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }
}
