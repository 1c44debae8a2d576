package io.github.vflow.cli.model;

import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Baseline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.DoubleStream;

/** What the rows of a table are compared with, and the scorer of both. */
public final class DriftBaseline {
    private DriftBaseline() {}

    /** The scorer of a file, whose scores are those of the baseline. */
    public static Evaluator evaluator(Path origin, ModelFile file, EngineOptions engines) {
        return ModelInput.apply(
                origin,
                () -> Evaluator.ofScores(
                                file.model(),
                                engines.sequential(),
                                file.scoring().samples(),
                                file.scoring().seed())
                        .threads(engines.threads()));
    }

    /** The scores of the rows of a block that the model can score. */
    public static double[] scores(Path origin, ModelTable.Block block, Evaluator evaluator) {
        return block.places().length == 0
                ? new double[0]
                : ModelInput.apply(origin, () -> evaluator.scores(block.rows()));
    }

    /**
     * The baseline of a model file.
     *
     * @throws IllegalArgumentException if it has none
     */
    public static Baseline of(Path origin, ModelFile file) throws IOException {
        return TableModel.of(file, origin.toString())
                .baseline()
                .orElseThrow(() -> new IllegalArgumentException(origin
                        + ": the model file does not say what training rows looked like, since it is a checkpoint or of an"
                        + " earlier version; give --baseline FILE.csv, or train again"));
    }

    /**
     * The baseline of a table, which is read to its end.
     *
     * @param name of the table, for messages
     * @throws IllegalArgumentException if the model can score no row
     */
    public static Baseline of(Path name, ModelTable table, Path origin, Evaluator evaluator) throws IOException {
        DoubleStream.Builder scores = DoubleStream.builder();
        DoubleStream.Builder numbers = DoubleStream.builder();
        for (ModelTable.Block block = table.next(); !block.entries().isEmpty(); block = table.next()) {
            DoubleStream.of(block.numbers()).forEach(numbers);
            DoubleStream.of(scores(origin, block, evaluator)).forEach(scores);
        }
        double[] all = numbers.build().toArray();
        if (all.length == 0) {
            throw new IllegalArgumentException(name + ": there is no row that the model can score; give some rows");
        }
        int width = table.schema().modelled().columns().size();
        return io.github.vflow.table.Baselines.of(
                table.schema().modelled(),
                Rows.withGaps(all, width),
                scores.build().toArray());
    }
}
