package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ModelTable;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.FormatOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.option.ImportanceOptions;
import io.github.vflow.cli.report.EvaluationResult;
import io.github.vflow.cli.report.table.TableNotes;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.image.Images;
import io.github.vflow.image.row.PixelRows;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Print the mean log-likelihood of rows under a model in nats, and of images also in bits per dimension.",
            "",
            "The ELBO is a lower bound in the mean. The importance-weighted estimate of S samples lies between it and the"
                    + " log-likelihood; an effective sample size near 1 says that S is too small. For a plain flow both are"
                    + " exact."
        },
        footer = {
            "",
            "Examples:",
            "  vflow evaluate sensors.safetensors held-out.csv",
            "  vflow evaluate digits.safetensors digits-test --samples 32"
        },
        exitCodeList = {
            "0:all rows were evaluated",
            "1:the model or the data cannot be read",
            "2:usage",
            "3:done, but some rows of a table could not be evaluated; standard error says which and why"
        })
public final class Evaluate implements Callable<Integer> {

    /** The memory of a row with its bounds and its estimate. */
    private static final int BYTES_OF_A_ROW = 128;

    @Mixin
    private Console console;

    @Mixin
    private ImportanceOptions importance;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private ImageDataOptions pictures;

    @Mixin
    private FormatOptions format;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "DATA", description = "A CSV file, the name of a toy density, or images.")
    private String data;

    @Option(
            names = "--rows",
            defaultValue = "10000",
            paramLabel = "N",
            description =
                    "Points to draw from a toy density, or the first N images to evaluate. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 100_000_000)
    private int n;

    @Override
    public Integer call() throws IOException {
        ModelFile file = ModelInput.load(console, modelFile);
        Model model = file.model();
        Scoring scoring = importance.scoring(file.scoring());
        OptionalDouble bound = OptionalDouble.empty();
        Rows rows;
        int code = 0;
        if (model.images().isPresent()) {
            Images all = pictures.read(data, model, modelFile);
            rows = PixelRows.of(model).rows(all.slice(0, Math.min(n, all.size())));
        } else if (TrainingData.isToy(data)) {
            ToyDensity toy = ToyDensity.named(data);
            requirePlane(model);
            console.requireMemory(Text.format("--rows %,d", n), (double) BYTES_OF_A_ROW * n);
            bound = toy.entropyBound();
            rows = ToyData.test(toy, n, scoring.seed());
        } else {
            TableModel table = ModelInput.ofTable(modelFile, file);
            try (ModelTable cells =
                    ModelTable.open(Path.of(data), format.format(), file, modelFile, RecordScorer.of(table))) {
                rows = cells.records().rest().rows();
                TableNotes.say(console, Path.of(data), cells.records(), "evaluated");
                code = TableNotes.code(cells.records());
            }
        }
        EvaluationResult result = ModelInput.apply(modelFile, () -> measure(model, rows, scoring));
        console.report(result.facts(modelFile, data, model, bound.isPresent() ? bound.getAsDouble() : null));
        return code;
    }

    private EvaluationResult measure(Model model, Rows rows, Scoring scoring) {
        boolean exact = model.noise() == 0;
        int samples = Evaluator.used(model, scoring.samples());
        long bounds = (long) rows.size() * (exact ? 1 : samples + 1);
        try (ProgressMeter meter = new ProgressMeter(console, "Evaluation", "bounds", bounds)) {
            IntConsumer counter = meter.counter();
            ImportanceEstimate[] estimates = estimates(model, rows, scoring, counter);
            Mean logProb = mean(estimates);
            double size = Arrays.stream(estimates)
                    .mapToDouble(ImportanceEstimate::effectiveSampleSize)
                    .average()
                    .orElse(Double.NaN);
            return new EvaluationResult(
                    rows.size(),
                    exact ? logProb : mean(estimates(model, rows, new Scoring(1, scoring.seed()), counter)),
                    logProb,
                    samples,
                    exact || samples == scoring.samples() ? size : Double.NaN,
                    Arrays.stream(estimates).filter(e -> !e.isKnown()).count());
        }
    }

    private ImportanceEstimate[] estimates(Model model, Rows rows, Scoring scoring, IntConsumer counter) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engines.sequential(), scoring.samples(), scoring.seed())) {
            return evaluator.threads(engines.threads()).onProgress(counter).estimates(rows);
        }
    }

    private static Mean mean(ImportanceEstimate[] estimates) {
        return Mean.of(Arrays.stream(estimates)
                .mapToDouble(ImportanceEstimate::logProb)
                .toArray());
    }

    private void requirePlane(Model model) {
        if (model.features() != 2) {
            throw new IllegalArgumentException(modelFile + ": a toy density has 2 columns but the model has "
                    + model.features() + "; give a CSV file");
        }
    }
}
