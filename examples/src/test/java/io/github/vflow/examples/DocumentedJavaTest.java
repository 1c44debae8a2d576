package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each piece of Java in README and the guides compiles and runs as it stands, with the imports of its page; only the steps of the training and
 * the folder of files are others. Those of Spark and other hosts run in their modules.
 */
final class DocumentedJavaTest {
    private static final Path ROOT = Path.of("..");
    private static final Path README = ROOT.resolve("README.md");
    private static final Set<String> OTHERS = Set.of("spark.md", "integrations.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String[] COLUMNS = {"celsius", "humidity", "load"};

    /** What a piece may use without a declaration, beside rows. */
    private static final Map<String, String> DECLARED = Map.of(
            "model", "var model = io.github.vflow.table.TableModel.load(java.nio.file.Path.of(\"FOLDER/m\"));",
            "table", "var table = io.github.vflow.table.data.Table.of(rows, \"celsius\", \"humidity\", \"load\");",
            "today", "var today = io.github.vflow.table.data.Table.of(rows, \"celsius\", \"humidity\", \"load\");",
            "row", "double[] row = rows[0];",
            "stream", "double[][] stream = rows;");

    private static final double[][] ROWS = FitATable.sensors(400, 7);

    private static final int SEARCHED = Boolean.getBoolean("vflow.nightly") ? ROWS.length : 80;

    @TempDir
    static Path dir;

    record Piece(Path page, String imports, String code) {
        @Override
        public String toString() {
            return page.getFileName() + ": " + code.lines().findFirst().orElse("");
        }
    }

    static List<Piece> pieces() throws IOException {
        try (Stream<Path> guides = Files.list(ROOT.resolve(Path.of("docs", "guide")))) {
            return Stream.concat(Stream.of(README), guides.sorted())
                    .filter(f -> f.toString().endsWith(".md") && !OTHERS.contains(String.valueOf(f.getFileName())))
                    .flatMap(DocumentedJavaTest::pieces)
                    .toList();
        }
    }

    private static Stream<Piece> pieces(Path page) {
        List<String> all =
                JAVA.matcher(read(page)).results().map(r -> r.group(1)).toList();
        String imports = all.stream()
                .flatMap(String::lines)
                .filter(DocumentedJavaTest::isImport)
                .distinct()
                .collect(Collectors.joining("\n"));
        return all.stream()
                .map(code -> new Piece(
                        page, imports, code.lines().filter(l -> !isImport(l)).collect(Collectors.joining("\n"))));
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void train() throws IOException {
        TableModel.fit(Table.of(ROWS, COLUMNS), Recipe.standard().withSteps(20).withCalibration(0.5))
                .save(dir.resolve("m"));
        Files.writeString(
                dir.resolve("today.csv"),
                Stream.concat(
                                Stream.of(String.join(",", COLUMNS)),
                                Arrays.stream(ROWS)
                                        .map(r -> Arrays.stream(r)
                                                .mapToObj(Double::toString)
                                                .collect(Collectors.joining(","))))
                        .collect(Collectors.joining("\n")));
    }

    @Test
    void readmeHasTwelveLines() throws IOException {
        List<String> readme = pieces(README)
                .flatMap(p -> Stream.concat(p.imports().lines(), p.code().lines()))
                .filter(l -> !l.isBlank())
                .toList();
        assertEquals(12, readme.size());
        assertFalse(pieces().size() < 10, "only " + pieces());
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void compilesAndRuns(Piece piece) throws IOException, ReflectiveOperationException {
        String code = piece.code()
                .replace(
                        "Recipe.standard()",
                        "Recipe.standard().withSteps(10).withNoise(0.0)" + calibration(piece.code()))
                .replace("Path.of(\"", "Path.of(\"" + folder() + "/");
        Path source = dir.resolve("Piece.java");
        Files.writeString(source, """
                %s

                public final class Piece {
                    public static void run(double[][] rows) throws Exception {
                        %s
                        %s
                    }
                }
                """.formatted(piece.imports(), declarations(code), code));
        compile(source);
        URL[] urls = Stream.of(dir.toUri().toURL()).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls)) {
            loader.loadClass("Piece").getMethod("run", double[][].class).invoke(null, (Object) rows(code));
        }
    }

    /** A search trains its five folds by the steps of the table, so it has few rows. */
    private static double[][] rows(String code) {
        return code.contains("Outliers.find") ? Arrays.copyOf(ROWS, SEARCHED) : ROWS;
    }

    /** A part of the rows calibrates, or five more models would be trained; a model of p(y | x) has no alarms. */
    private static String calibration(String code) {
        return code.contains(".given(") ? "" : ".withCalibration(0.5)";
    }

    private static String folder() {
        return dir.toString().replace('\\', '/');
    }

    /** Declarations of the names that a piece uses and does not declare. */
    private static String declarations(String code) {
        return DECLARED.entrySet().stream()
                .filter(e -> Pattern.compile("\\b" + e.getKey() + "\\b")
                        .matcher(code)
                        .find())
                .filter(e -> !Pattern.compile("[\\w\\]] " + e.getKey() + "( =| :)")
                        .matcher(code)
                        .find())
                .map(e -> e.getValue().replace("FOLDER", folder()))
                .collect(Collectors.joining("\n"));
    }

    private static void compile(Path source) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        said,
                        said,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        dir.toString(),
                        source.toString());
        assertEquals(0, code, said.toString(StandardCharsets.UTF_8));
    }
}
