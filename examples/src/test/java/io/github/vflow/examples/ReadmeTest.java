package io.github.vflow.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each piece of Java in README.md compiles and runs as it stands; only the steps of the training and the file's folder are others. */
final class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** The model of which the pieces without one speak. */
    private static final String FIT =
            "TableModel model = TableModel.fit(Table.of(rows, \"celsius\", \"humidity\", \"load\"), Recipe.standard());";

    @TempDir
    Path dir;

    static List<String> pieces() throws IOException {
        return JAVA.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    @Test
    void thereAreFive() throws IOException {
        assertEquals(5, pieces().size());
        assertEquals(
                6,
                pieces().getFirst()
                        .lines()
                        .filter(l -> !l.isBlank() && !isImport(l))
                        .count(),
                "the six lines");
    }

    /** The imports of all pieces: README says that nobody needs others. */
    private static String imports() throws IOException {
        return pieces().stream()
                .flatMap(String::lines)
                .filter(ReadmeTest::isImport)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void compilesAndRuns(String piece) throws IOException, ReflectiveOperationException {
        String statements = piece.lines().filter(l -> !isImport(l)).collect(Collectors.joining("\n"));
        String body = (piece.contains("TableModel ") ? statements : FIT + statements)
                .replace(
                        "Recipe.standard()",
                        "Recipe.standard().withSteps(20)" + (piece.contains("alarm") ? ".withCalibration(0.5)" : ""))
                .replace("Path.of(\"", "Path.of(\"" + dir.toString().replace('\\', '/') + "/");
        Path source = dir.resolve("Piece.java");
        Files.writeString(source, """
                %s

                public final class Piece {
                    public static void run(double[][] rows) throws Exception {
                        %s
                    }
                }
                """.formatted(imports(), body));
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
        URL[] folder = Stream.of(dir.toUri().toURL()).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(folder)) {
            loader.loadClass("Piece").getMethod("run", double[][].class).invoke(null, (Object)
                    FitATable.sensors(400, 7));
        }
    }
}
