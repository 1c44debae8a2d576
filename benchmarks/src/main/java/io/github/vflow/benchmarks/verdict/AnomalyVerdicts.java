package io.github.vflow.benchmarks.verdict;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.table.fit.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Checks what verdicts promise on the normal rows of real tables. */
@CommandLine.Command(
        name = "anomaly-verdicts",
        mixinStandardHelpOptions = true,
        description =
                "Trains a model on half of the normal rows of each table, and checks on the other half: the rate of"
                        + " alarms, which column is blamed for a planted fault, false discoveries,"
                        + " what the score of alarms finds, and the time of a verdict.")
public final class AnomalyVerdicts implements Callable<Integer> {
    @CommandLine.Parameters(
            paramLabel = "FOLDER",
            description =
                    "Of tables: .npz with X [n, d] and y [n], or .csv with y as last column; y is 1 for anomalies.")
    private Path folder = Path.of(".");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", description = "The most rows to train on. Default: ${DEFAULT-VALUE}.")
    private int rows = 10_000;

    @CommandLine.Option(names = "--steps", description = "The most training steps. Default: ${DEFAULT-VALUE}.")
    private long steps = 3_000;

    @CommandLine.Option(
            names = "--calibration",
            description = "The part of the training half that calibrates. Default: ${DEFAULT-VALUE}.")
    private double calibration = 0.3;

    @CommandLine.Option(
            names = "--faults",
            description = "Planted faults in a table that are to be flagged; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int faults = 200;

    @CommandLine.Option(
            names = "--noise",
            split = ",",
            description =
                    "Standard deviations of noise on training rows, a model for each. Default: the members of the default.")
    private List<Double> noise = List.of();

    @CommandLine.Option(names = "--seed", description = "Splits the tables, and is the seed of training. Default: 1.")
    private long seed = 1;

    private AnomalyVerdicts() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new AnomalyVerdicts(), args);
    }

    @Override
    public Integer call() throws IOException {
        Recipe standard =
                Recipe.standard().withSteps(steps).withCalibration(calibration).withSeed(seed);
        Recipe recipe = noise.isEmpty() ? standard : standard.withNoise(noise.toArray(Double[]::new));
        System.out.println(AlarmRates.HEADER);
        for (Path file : LabelledTable.files(folder)) {
            String name = LabelledTable.nameOf(file);
            if (tables.isEmpty() || tables.contains(name)) {
                JudgedTable table = JudgedTable.of(LabelledTable.read(file), recipe, rows, seed);
                AlarmRates.of(table).forEach(System.out::println);
                Optional<PlantedFaults> planted =
                        faults == 0 ? Optional.empty() : Optional.of(PlantedFaults.of(table, faults, seed));
                planted.ifPresent(System.out::println);
                System.out.println(Discoveries.of(table, seed));
                System.out.println(HitsAtARate.of(table, seed));
                System.out.println(VerdictTime.of(table));
            }
        }
        return 0;
    }
}
