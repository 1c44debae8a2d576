package io.github.vflow.spark;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Spark sessions of the tests, from the jars on the class path; one at a time. */
final class Clusters {
    private static final int EXECUTOR_MIB = 1_024;

    private Clusters() {}

    /** Tasks as threads of this JVM. */
    static SparkSession local(int threads) {
        return usual(SparkSession.builder().master("local[" + threads + "]")).getOrCreate();
    }

    /** Executors of one slot each, as JVMs of their own. */
    static SparkSession executors(int number) {
        return usual(SparkSession.builder().master("local-cluster[" + number + ",1," + EXECUTOR_MIB + "]"))
                .config("spark.executor.memory", EXECUTOR_MIB + "m")
                .config("spark.executor.extraClassPath", link())
                .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .config("spark.executor.extraJavaOptions", options())
                // tests kill more executors than a healthy cluster loses
                .config("spark.deploy.maxExecutorRetries", "-1")
                .getOrCreate();
    }

    /** The options of compilers and collectors that this JVM has. */
    private static String options() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(o -> o.matches("-XX:(CompileCommand=|Tier|.Use.*GC).*"))
                .collect(Collectors.joining(" "));
    }

    private static SparkSession.Builder usual(SparkSession.Builder builder) {
        return builder.appName("vflow-spark tests")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "4")
                .config("spark.sql.warehouse.dir", "target/warehouse");
    }

    /** Links the jars where executors look for them, and answers the folders of classes. */
    private static String link() {
        List<Path> all = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        try {
            Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
            for (Path each : all) {
                if (Files.isRegularFile(each)) {
                    linkJar(jars.resolve(each.getFileName()), each);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all.stream()
                .filter(Files::isDirectory)
                .map(p -> p.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void linkJar(Path link, Path jar) throws IOException {
        try {
            Files.createSymbolicLink(link, jar);
        } catch (FileAlreadyExistsException _) {
            Files.delete(link);
            Files.createSymbolicLink(link, jar);
        }
    }
}
