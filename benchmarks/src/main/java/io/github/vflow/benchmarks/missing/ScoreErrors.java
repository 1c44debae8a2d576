package io.github.vflow.benchmarks.missing;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.data.Protocol;
import io.github.vflow.benchmarks.tables.data.Split;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Prints the error of the score of a row with missing cells by the number of samples, independent and stratified. */
@CommandLine.Command(
        name = "score-errors",
        mixinStandardHelpOptions = true,
        description =
                "Trains by the standard recipe on the normal rows of tables, and prints the root mean square error, in"
                        + " nats, of ln p of test rows of which some cells are missing, over several seeds.")
public final class ScoreErrors implements Callable<Integer> {
    private static final int[] SAMPLES = {8, 16, 32, 100};
    private static final int[] MISSING = {1, 2, 4};

    /** A row with one missing cell is scored by a third of the samples. */
    private static final int OF_ONE_CELL = 3;

    private static final int MOST_ROWS = 1_500;
    private static final int TRUTH = 6_400;
    private static final int FLOW_STEPS = 4;

    @CommandLine.Parameters(paramLabel = "FOLDER", description = "Of tables, as for anomaly-verdicts.")
    private Path folder = Path.of(".");

    @CommandLine.Option(names = "--tables", split = ",", description = "Names of tables. Default: all of the folder.")
    private List<String> tables = List.of();

    @CommandLine.Option(names = "--rows", description = "Rows that are scored. Default: ${DEFAULT-VALUE}.")
    private int rows = 20;

    @CommandLine.Option(names = "--seeds", description = "Scores of each row. Default: ${DEFAULT-VALUE}.")
    private int seeds = 5;

    @CommandLine.Option(names = "--steps", description = "Of each member. Default: those of the recipe.")
    private long steps;

    @CommandLine.Option(
            names = "--augment",
            description =
                    "Extra dimensions of one VFlow, whose complete rows are scored in place of rows with missing cells.")
    private int augment;

    private ScoreErrors() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new ScoreErrors(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table             missing  samples  independent  stratified");
        Recipe standard = Recipe.standard().withCalibration(0);
        Recipe recipe = steps > 0 ? standard.withSteps(steps) : standard;
        int[] missing = augment > 0 ? new int[] {0} : MISSING;
        for (Path file : LabelledTable.files(folder)) {
            String name = LabelledTable.nameOf(file);
            if (tables.isEmpty() || tables.contains(name)) {
                Split split =
                        Protocol.SEMI_SUPERVISED.split(LabelledTable.read(file), 1, new Protocol.Caps(MOST_ROWS, rows));
                Table table = Table.of(split.train());
                Model model = TableModel.fit(table, augment > 0 ? vflow(recipe, table) : recipe)
                        .model();
                for (int cells : missing) {
                    print(name, model, withGaps(split.test(), cells), cells);
                }
            }
        }
        return 0;
    }

    private Recipe vflow(Recipe recipe, Table table) {
        RowSpec spec = RowSpec.of(table.columns().size(), augment, FLOW_STEPS).withCoupling(CouplingSpec.Kind.MIXTURE);
        return recipe.withNoise(0.0).withArchitecture(spec);
    }

    /** The first test rows with some missing cells each. */
    private List<double[]> withGaps(double[][] test, int missing) {
        SplittableRandom random = new SplittableRandom(missing);
        List<double[]> gappy = new ArrayList<>();
        for (int i = 0; i < Math.min(rows, test.length); i++) {
            double[] row = test[i].clone();
            for (int left = Math.min(missing, row.length - 1); left > 0; ) {
                int j = random.nextInt(row.length);
                left -= Double.isNaN(row[j]) ? 0 : 1;
                row[j] = Double.NaN;
            }
            gappy.add(row);
        }
        return gappy;
    }

    private void print(String name, Model model, List<double[]> gappy, int missing) {
        Engine engine = Engines.vector(1);
        double[] truth = scores(Evaluator.ofMeans(model, engine, TRUTH, -1), gappy);
        for (int samples : SAMPLES) {
            int asked = missing == 1 ? OF_ONE_CELL * samples : samples;
            double independent = 0;
            double stratified = 0;
            for (int seed = 0; seed < seeds; seed++) {
                independent += squares(scores(Evaluator.ofMeans(model, engine, samples, seed), gappy), truth);
                stratified += squares(scores(Evaluator.ofScores(model, engine, asked, seed), gappy), truth);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %8d %8d %12.3f %11.3f%n",
                    name,
                    missing,
                    samples,
                    Math.sqrt(independent / seeds / truth.length),
                    Math.sqrt(stratified / seeds / truth.length));
        }
    }

    private static double[] scores(Evaluator evaluator, List<double[]> rows) {
        try (evaluator) {
            return rows.stream().mapToDouble(evaluator::score).toArray();
        }
    }

    private static double squares(double[] scores, double[] truth) {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += (scores[i] - truth[i]) * (scores[i] - truth[i]);
        }
        return sum;
    }
}
