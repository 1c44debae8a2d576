package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.method.MethodName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Compares methods by the anomalies they find in tables, and by the log-density of held-out rows. */
@CommandLine.Command(
        name = "table-densities",
        mixinStandardHelpOptions = true,
        description = "Compares methods by the anomalies they find in tables, and by the log-density of held-out rows."
                + " Each result is a line of a file; a result that the file has is not computed again.")
public final class TableDensities implements Callable<Integer> {
    @CommandLine.Parameters(
            paramLabel = "FOLDER",
            arity = "0..1",
            description =
                    "Of tables: .npz with X [n, d] and y [n], or .csv with y as last column; y is 1 for anomalies."
                            + " Without it, only the report of the results is printed.")
    private @Nullable Path folder;

    @CommandLine.Option(names = "--results", required = true, description = "The file of results, CSV.")
    private Path results = Path.of("results.csv");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(
            names = "--methods",
            split = ",",
            converter = MethodConverter.class,
            description = "Default: all that score rows to come. One of them with a wrong name lists them.")
    private List<MethodName> methods =
            Arrays.stream(MethodName.values()).filter(m -> !m.isForOwnRows()).toList();

    @CommandLine.Option(
            names = "--protocols",
            split = ",",
            converter = ProtocolConverter.class,
            description = "semi-supervised trains on a random half of the normal rows and tests on the others;"
                    + " unsupervised trains on a bootstrap of all rows and tests on all; transductive trains and tests on all;"
                    + " fixed takes the split that the file has. Default:"
                    + " semi-supervised.")
    private List<Protocol> protocols = List.of(Protocol.SEMI_SUPERVISED);

    @CommandLine.Option(
            names = "--seeds",
            split = ",",
            description = "Each splits the tables anew, and is the seed of the methods. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds = List.of(1L, 2L, 3L, 4L, 5L);

    @CommandLine.Option(names = "--train-rows", description = "The most rows to learn from. Default: ${DEFAULT-VALUE}.")
    private int trainRows = 50_000;

    @CommandLine.Option(names = "--test-rows", description = "The most rows to test on. Default: ${DEFAULT-VALUE}.")
    private int testRows = 50_000;

    @CommandLine.Option(
            names = "--reference",
            description = "The method that the report compares the others with. Default: vflow, or neighbours where the"
                    + " results have no vflow.")
    private @Nullable String reference;

    private TableDensities() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new TableDensities(), args);
    }

    /** The command, which prints exceptions in a line. */
    static CommandLine command() {
        return BenchmarkCommand.of(new TableDensities());
    }

    @Override
    public Integer call() throws IOException {
        ResultFile file = new ResultFile(results);
        if (folder != null) {
            List<Path> files = LabelledTable.files(folder).stream()
                    .filter(f -> tables.isEmpty() || tables.contains(LabelledTable.nameOf(f)))
                    .toList();
            if (files.isEmpty()) {
                throw new IOException(folder + ": expected files .npz or .csv"
                        + (tables.isEmpty() ? "" : " of the names " + tables) + " but found none; name another folder");
            }
            Session session = new Session(file, methods, protocols, seeds, new Protocol.Caps(trainRows, testRows));
            session.run(files, System.err::println);
        }
        List<Result> all = file.read();
        boolean ours = all.stream().anyMatch(r -> r.key().method().equals(MethodName.VFLOW.word()));
        MethodName usual = ours ? MethodName.VFLOW : MethodName.NEIGHBOURS;
        System.out.print(Report.of(all, Stream.ofNullable(reference).findFirst().orElse(usual.word())));
        return 0;
    }

    private static final class MethodConverter implements CommandLine.ITypeConverter<MethodName> {
        @Override
        public MethodName convert(String word) {
            return MethodName.of(word);
        }
    }

    private static final class ProtocolConverter implements CommandLine.ITypeConverter<Protocol> {
        @Override
        public Protocol convert(String word) {
            return Protocol.of(word);
        }
    }
}
