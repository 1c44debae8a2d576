import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How soon a service that scores rows is ready, under different settings of the JVM. Build the benchmarks first
 * ({@code mvn -DskipTests package}), then run it from the root of the repository with JDK 25:
 * {@code java scripts/ServiceStart.java [RUNS [MODEL]]}. The model is FLOW or VFLOW of the benchmarks. The settings take turns, and all must
 * print scores with the same bits. Prints the least and, in brackets, the median of each number.
 */
final class ServiceStart {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JAR = "benchmarks/target/benchmarks.jar";
    private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");
    private static final List<String> EARLY = List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=BackgroundCompilation,io.github.vflow.tensor.vector.*::*,false",
            "-XX:CompileCommand=CompileThresholdScaling,io.github.vflow.tensor.vector.*::*,0.02");

    /** The numbers of a line of FirstScores, after the bits. */
    private static final int NUMBERS = 7;

    private final Path folder;
    private final Path model;

    private ServiceStart(Path folder) {
        this.folder = folder;
        this.model = folder.resolve("m.safetensors");
    }

    /** What is measured: flags of the JVM, and what FirstScores does. */
    record Setting(List<String> flags, String mode) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        if (!Files.exists(Path.of(JAR))) {
            throw new IllegalStateException("there is no " + JAR + "; run mvn -DskipTests package first");
        }
        Path folder = Files.createTempDirectory("service-start");
        try {
            new ServiceStart(folder).run(runs, args.length > 1 ? args[1] : "FLOW");
        } finally {
            for (Path file : Files.list(folder).toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private void run(int runs, String kind) throws IOException, InterruptedException {
        start(VECTOR, "write", kind);
        Map<String, Setting> settings = settings();
        Map<String, List<double[]>> measured = new LinkedHashMap<>();
        String bits = "";
        for (int i = 0; i < runs; i++) {
            for (Map.Entry<String, Setting> each : settings.entrySet()) {
                String[] line = start(each.getValue().flags, each.getValue().mode).strip().split(" ");
                if (line.length != 1 + NUMBERS || !(bits.isEmpty() || bits.equals(line[0]))) {
                    throw new IllegalStateException(
                            each.getKey() + " printed " + String.join(" ", line) + " instead of scores with the bits " + bits);
                }
                bits = line[0];
                measured.computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
                        .add(Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble).toArray());
            }
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf("%s, %d starts each, load average %.1f; least [median]%n%n", kind, runs, load);
        System.out.println("| setting | processor time to the first score, s | of warmUp, s | clock, first score, ms | next 9, ms"
                + " | scores until steady | processor time until then, s | a score then, µs |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        measured.forEach((name, of) -> System.out.printf(
                "| %s | %s | %s | %s | %s | %s | %s | %s |%n",
                name,
                cell(of, 0, 1, 2),
                cell(of, 6, 1, 2),
                cell(of, 1, 1e3, 1),
                cell(of, 2, 1e3, 1),
                cell(of, 3, 1, 0),
                cell(of, 4, 1, 2),
                cell(of, 5, 1e6, 1)));
    }

    private static String cell(List<double[]> of, int number, double unit, int digits) {
        double[] sorted = of.stream().mapToDouble(n -> n[number] * unit).sorted().toArray();
        String format = "%,." + digits + "f";
        return (format + " [" + format + "]").formatted(sorted[0], sorted[sorted.length / 2]);
    }

    private Map<String, Setting> settings() throws IOException, InterruptedException {
        List<String> vectorEarly = join(VECTOR, EARLY);
        Map<String, Setting> all = new LinkedHashMap<>();
        all.put("default flags", new Setting(VECTOR, "score"));
        all.put("default flags, `warmUp`", new Setting(VECTOR, "warm"));
        all.put("three flags", new Setting(vectorEarly, "score"));
        all.put("three flags, `warmUp`", new Setting(vectorEarly, "warm"));
        all.put("AOT cache", new Setting(join(VECTOR, aot("vector", VECTOR)), "score"));
        all.put("AOT cache, three flags", new Setting(join(vectorEarly, aot("early", vectorEarly)), "score"));
        all.put("AOT cache, three flags, `warmUp`", new Setting(join(vectorEarly, aot("early", vectorEarly)), "warm"));
        all.put("scalar", new Setting(List.of(), "score"));
        all.put("scalar, AOT cache", new Setting(aot("scalar", List.of()), "score"));
        return all;
    }

    /** Trains a cache by one run, and returns the flags that use it. */
    private List<String> aot(String name, List<String> flags) throws IOException, InterruptedException {
        Path cache = folder.resolve(name + ".aot");
        if (!Files.exists(cache)) {
            start(join(flags, List.of("-XX:AOTCacheOutput=" + cache)), "score");
        }
        return List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off");
    }

    private static List<String> join(List<String> a, List<String> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private String start(List<String> flags, String mode, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", JAR, "io.github.vflow.benchmarks.service.FirstScores", mode, model.toString()));
        command.addAll(List.of(more));
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    command + " ended with " + process.exitValue() + ": " + out + Files.readString(errors));
        }
        return out;
    }
}
