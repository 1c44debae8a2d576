package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.density.AlarmScorer;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each number of a public record has a row in {@code result-fields.txt}, with the test that computes it, or the record is one of input. */
final class ResultFieldsTest {
    private static final Set<Class<?>> NUMBERS = Set.of(
            int.class,
            long.class,
            float.class,
            double.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class);

    private record Row(String record, List<String> components, String test) {}

    private static List<Row> rows() throws IOException {
        try (InputStream in = ResultFieldsTest.class.getResourceAsStream("/result-fields.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(l -> l.split(" *\\| *", -1))
                    .flatMap(f -> Stream.of(f[0].split(" ", -1))
                            .map(name -> new Row(name, List.of(f[1].split(" ", -1)), f[2])))
                    .toList();
        }
    }

    /** The public records of the packages that a module exports to everyone. */
    private static List<Class<?>> records(Class<?> ofModule) throws IOException, URISyntaxException {
        Path module = Path.of(
                ofModule.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(module)) {
            return recordsIn(module);
        }
        try (FileSystem jar = FileSystems.newFileSystem(module)) {
            return recordsIn(jar.getPath("/"));
        }
    }

    private static List<Class<?>> recordsIn(Path classes) throws IOException {
        Set<String> exported = new HashSet<>();
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            ModuleDescriptor.read(in).exports().stream()
                    .filter(e -> !e.isQualified())
                    .forEach(e -> exported.add(e.source()));
        }
        List<Class<?>> found;
        try (Stream<Path> files = Files.walk(classes)) {
            found = files.map(f -> classes.relativize(f).toString())
                    .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class") && !f.startsWith("META-INF"))
                    .map(f -> f.substring(0, f.length() - ".class".length()).replace('/', '.'))
                    .filter(name -> exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .<Class<?>>map(ResultFieldsTest::named)
                    .filter(c -> c.isRecord() && isPublic(c))
                    .toList();
        }
        assertFalse(found.isEmpty(), "no records in " + classes);
        return found;
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name, false, ResultFieldsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    private static boolean isPublic(Class<?> c) {
        Class<?> outer = c.getEnclosingClass();
        return Modifier.isPublic(c.getModifiers()) && (outer == null || isPublic(outer));
    }

    private static boolean names(Row row, String record, String component) {
        boolean isRecord = row.record.endsWith("*")
                ? record.startsWith(row.record.substring(0, row.record.length() - 1))
                : record.equals(row.record);
        return isRecord && (row.test.isEmpty() || row.components.contains(component));
    }

    @Test
    void eachNumberHasARowAndEachRowATestThatAsksForIt() throws IOException, URISyntaxException {
        List<Row> rows = rows();
        Set<String> missing = new TreeSet<>();
        Set<Row> used = new HashSet<>();
        for (Class<?> record : Stream.concat(records(Mean.class).stream(), records(TableModel.class).stream())
                .toList()) {
            String name = record.getName().substring(record.getName().lastIndexOf('.') + 1);
            for (RecordComponent c : record.getRecordComponents()) {
                if (NUMBERS.contains(c.getType())) {
                    List<Row> ofThis = rows.stream()
                            .filter(r -> names(r, name, c.getName()))
                            .toList();
                    used.addAll(ofThis);
                    if (ofThis.isEmpty()) {
                        missing.add(name + " | " + c.getName());
                    }
                }
            }
        }
        assertEquals(Set.of(), missing, "numbers without a row in result-fields.txt: say which test computes each");
        Set<Row> dead = new HashSet<>(rows);
        dead.removeAll(used);
        assertEquals(Set.of(), dead, "rows of numbers that no record has");
        for (Row row : rows) {
            if (!row.test.isEmpty() && !row.test.startsWith("(")) {
                String[] test = row.test.split("\\.", -1);
                String source = Files.readString(source(test[0] + ".java"));
                assertTrue(source.contains("void " + test[1] + "("), "no test " + row);
                for (String component : row.components) {
                    assertTrue(
                            source.contains("." + component + "()") || source.contains("::" + component),
                            row + " does not ask for " + component);
                }
            }
        }
    }

    private static Path source(String file) throws IOException {
        for (String module : List.of("vflow-table", "vflow-flow")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                var found = files.filter(f -> f.getFileName().toString().equals(file))
                        .findFirst();
                if (found.isPresent()) {
                    return found.orElseThrow();
                }
            }
        }
        throw new AssertionError("no test " + file);
    }

    private static double[][] sensors(int n) {
        return Tables.rows(n, 9);
    }

    @Test
    void rowsAreCounted() {
        TableModel model = Tables.pair();
        DriftMonitor monitor = model.driftMonitor(1);
        for (double[] row : sensors(37)) {
            monitor.add(row, model.logProb(row));
        }
        assertEquals(37, monitor.report().rows());
        Table window = Table.of(sensors(53), model.columns().toArray(String[]::new));
        assertEquals(53, model.compare(window).rows());
    }

    @Test
    void aVerdictIsThatOfItsLevel() {
        for (TableModel model : List.of(Tables.pair(), Tables.vflow())) {
            double[] calibration = model.calibration().orElseThrow().scores();
            Alarm alarm = model.alarm(0.05);
            double[][] rows = sensors(40);
            for (double[] row : rows) {
                Verdict v = alarm.judge(row);
                double p = (1.0
                                + Arrays.stream(calibration)
                                        .filter(c -> c <= v.score())
                                        .count())
                        / (1 + calibration.length);
                assertEquals(p, v.pValue(), 1e-12);
                assertEquals(0.05, v.level());
                assertEquals(p <= v.level(), v.isAlarm());
            }
            double q = 0.2;
            double[] sorted = Arrays.stream(rows)
                    .mapToDouble(r -> alarm.judge(r).pValue())
                    .sorted()
                    .toArray();
            double level = IntStream.range(0, sorted.length)
                    .filter(i -> sorted[i] <= q * (i + 1) / sorted.length)
                    .mapToDouble(i -> q * (i + 1) / sorted.length)
                    .max()
                    .orElse(0);
            for (Verdict v : alarm.discover(rows, q)) {
                assertEquals(v.pValue() <= level, v.isAlarm(), v + " at " + level);
                assertTrue(v.level() <= level + 1e-12, v.level() + " of " + level);
            }
        }
        double[] row = {20, 60, 1};
        assertEquals(0, Tables.pair().alarm(0.05).judge(row).standardError(), "of an exact density");
        assertTrue(Tables.vflow().alarm(0.05).judge(row).standardError() > 0, "of four samples");
    }

    @Test
    void anAttributionAddsUp() {
        TableModel model = Tables.pair();
        Verdict v = model.alarm(0.05).explain(20, 95, 1);
        Attribution a = v.attribution().orElseThrow();
        assertFalse(a.parts().isEmpty(), v.toString());
        double costs = a.parts().stream().mapToDouble(Attribution.Part::cost).sum();
        double whole = AlarmScorer.of(model.density())
                .explaining()
                .score(new double[] {20, 95, 1})
                .value();
        assertEquals(-whole, a.total(), 1e-9, "a typical row has zero");
        assertEquals(a.total() - costs, a.rest(), 1e-9);
        double squares = a.parts().stream()
                .mapToDouble(p -> p.standardError() * p.standardError())
                .sum();
        assertEquals(Math.sqrt(squares), a.standardError(), 1e-12);
        a.parts().forEach(p -> assertTrue(p.standardError() > 0, "draws estimate a cost"));
    }

    @Test
    void aFindingSaysWhere() throws IOException {
        List<Map<String, Object>> maps = IntStream.range(0, 60)
                .mapToObj(i -> {
                    Map<String, Object> row = new HashMap<>(
                            Map.of("a", i * 0.37 % 7, "b", List.of("x", "y").get(i % 2)));
                    if (i == 11 || i == 17) {
                        row.remove("b");
                    }
                    return row;
                })
                .toList();
        Table.Reading reading = Table.read(ObjectSource.ofMaps(maps), ReadOptions.standard());
        Finding gap = reading.findings().stream()
                .filter(f -> f.column().equals("b"))
                .findFirst()
                .orElseThrow();
        assertEquals(reading.table().schema().names().indexOf("b") + 1, gap.position());
        assertEquals(2, gap.count());
        assertEquals(12, gap.line(), "the first of both");
        Schema.Summary b = reading.columns().get(gap.position() - 1);
        assertEquals(2, b.distinct());
        assertEquals(2, b.missing());
        Schema.Summary a = reading.columns().get(2 - gap.position());
        assertEquals(
                DoubleStream.of(reading.table().rows().copyColumn(2 - gap.position()))
                        .distinct()
                        .count(),
                a.distinct());
        assertEquals(0, a.missing());
    }
}
