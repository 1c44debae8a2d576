package io.github.vflow.benchmarks.compare;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Times the same work here, by OpenBLAS and by PyTorch, in turns, and prints a table in Markdown. */
@CommandLine.Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Times the same work here, by OpenBLAS and by PyTorch, in turns, and prints a table in Markdown.")
public final class Compare implements Callable<Integer> {
    @CommandLine.Parameters(
            paramLabel = "SUITE",
            description =
                    "gemm, conv, elementwise, toy, rows, digits, patches, large; models (the last five) or all. Default: all.")
    private List<String> words = new ArrayList<>();

    @CommandLine.Option(
            names = "--seconds",
            description = "How long each contender is timed in a row, at least five times. Default: ${DEFAULT-VALUE}.")
    private double seconds = 1;

    @CommandLine.Option(names = "--python", description = "The Python that has PyTorch. Default: ${DEFAULT-VALUE}.")
    private String python = "/usr/bin/python3";

    @CommandLine.Option(
            names = "--threads",
            description = "Threads of the rows that are not for one: many rows, images. Default: ${DEFAULT-VALUE}.")
    private int threads = 2;

    @CommandLine.Option(
            names = "--clock",
            description = "Of rows on one thread: wall, or cpu where others want the same cores. Default: wall.")
    private Clock clock = Clock.WALL;

    @CommandLine.Option(names = "--json", description = "Write the rows to a file, too.")
    private @Nullable Path json;

    private Compare() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new Compare(), args);
    }

    @Override
    public Integer call() throws Exception {
        var suites = Suites.of(words);
        Optional<OpenBlas> openBlas = OpenBlas.find();
        List<Torch> torch = torch(python);
        Session session = new Session(openBlas, torch, threads, clock, seconds, System.out::println);
        List<String> head = surroundings(openBlas, torch, clock);
        head.forEach(System.out::println);
        System.out.println();
        System.out.println(Table.head());
        suites.forEach(s -> s.run(session));
        System.out.println();
        System.out.println(load("at the end"));
        torch.forEach(Torch::close);
        if (json != null) {
            JsonObject report = JsonObject.builder()
                    .put("surroundings", JsonArray.of(head, JsonValue::of))
                    .put("rows", JsonArray.of(session.rows(), row -> json(Table.values(row))))
                    .build();
            Files.writeString(json, report + "\n");
        }
        return 0;
    }

    private static List<Torch> torch(String python) {
        return Torch.start(python, Torch.Waiting.DEFAULT)
                .map(t -> Stream.concat(Stream.of(t), Torch.start(python, Torch.Waiting.PASSIVE).stream())
                        .toList())
                .orElse(List.of());
    }

    private static JsonObject json(Map<String, Object> values) {
        JsonObject.Builder b = JsonObject.builder();
        values.forEach((name, value) -> {
            if (value instanceof Double number) {
                b.put(name, number);
            } else {
                b.put(name, value.toString());
            }
        });
        return b.build();
    }

    private static List<String> surroundings(Optional<OpenBlas> openBlas, List<Torch> torch, Clock clock) {
        return List.of(
                "- " + Instant.now().truncatedTo(ChronoUnit.SECONDS),
                "- Java " + Runtime.version() + " "
                        + ManagementFactory.getRuntimeMXBean().getInputArguments(),
                "- lanes of " + FmaPeak.bits() + " bits; "
                        + Runtime.getRuntime().availableProcessors() + " processors",
                "- clock of rows on one thread: " + clock,
                "- " + load("at the start"),
                "- OpenBLAS: " + openBlas.map(OpenBlas::description).orElse("not here: " + OpenBlas.INSTALL),
                "- PyTorch: "
                        + torch.stream().findFirst().map(Torch::description).orElse("not here: " + Torch.INSTALL));
    }

    private static String load(String when) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT, "load average %s: %.2f", when, load);
    }
}
