package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The piece of Java in the guide to Spark; only the steps of the training and the folder of files are others. */
final class GuidePiece {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "spark.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private GuidePiece() {}

    /** Compiles it and runs it on rows. */
    static void run(Path folder, SparkSession spark, Dataset<Row> rows)
            throws IOException, ReflectiveOperationException {
        String piece = JAVA.matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult r) -> r.group(1))
                .collect(Collectors.joining());
        String code = piece.lines().filter(l -> !l.startsWith("import ")).collect(Collectors.joining("\n"));
        Path source = folder.resolve("Piece.java");
        Files.writeString(source, """
                import org.apache.spark.sql.SparkSession;
                %s

                public final class Piece {
                    public static void run(SparkSession spark, Dataset<Row> rows) throws Exception {
                        %s
                    }
                }
                """.formatted(
                piece.lines().filter(l -> l.startsWith("import ")).collect(Collectors.joining("\n")),
                code.replace("new VFlow()", "new VFlow().setMaxIter(20).setNumWorkers(0)")
                        .replace("save(\"", "save(\"" + folder.toString().replace('\\', '/') + "/")));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String classPath = System.getProperty("java.class.path");
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, said, said, "-proc:none", "-cp", classPath, "-d", folder.toString(), source.toString());
        assertEquals(0, result, said.toString(StandardCharsets.UTF_8));
        URL[] urls = Stream.of(folder.toUri().toURL()).toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(urls)) {
            loader.loadClass("Piece")
                    .getMethod("run", SparkSession.class, Dataset.class)
                    .invoke(null, spark, rows);
        }
    }
}
