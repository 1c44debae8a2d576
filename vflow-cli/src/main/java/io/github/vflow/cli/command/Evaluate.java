package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Mean;
import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.InputRows;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.model.Likelihood;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.option.ImportanceOptions;
import io.github.vflow.flow.ImageVFlow;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bound.ImportanceEstimate;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.ToyDensity;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.image.Images;
import io.github.vflow.image.PixelRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The mean log-likelihood of some rows. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Print the mean log-likelihood of some rows under a model, in nats; of images, in bits per dimension too.",
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
        })
public final class Evaluate implements Callable<Integer> {
    private static final OptionRange ROWS = new OptionRange("--rows", 1, 100_000_000);

    /** A row, its bounds and its estimate. */
    private static final int BYTES_OF_A_ROW = 128;

    @Mixin
    private Console console;

    @Mixin
    private ImportanceOptions importance;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private ImageDataOptions pictures;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "DATA", description = "A CSV file, the name of a toy density, or images.")
    private String data;

    @Option(
            names = "--rows",
            defaultValue = "10000",
            paramLabel = "N",
            description = "Points to draw from a toy, or images to take, the first ones. Default: ${DEFAULT-VALUE}.")
    private int n;

    @Override
    public Integer call() throws IOException {
        console.require(ROWS, n);
        ModelFile file = ModelInput.load(console, modelFile);
        Model model = file.model();
        OptionalDouble bound = OptionalDouble.empty();
        Rows rows;
        if (model instanceof ImageVFlow images) {
            Images all = pictures.read(data, images, modelFile);
            rows = PixelRows.of(images).rows(all.slice(0, Math.min(n, all.size())));
        } else if (TrainingData.isToy(data)) {
            ToyDensity toy = ToyDensity.named(data);
            requirePlane(model);
            console.requireMemory(Text.format("--rows %,d", n), (double) BYTES_OF_A_ROW * n);
            bound = toy.entropyBound();
            rows = ToyData.test(toy, n, importance.seed());
        } else {
            rows = InputRows.read(Path.of(data), file).rows();
        }
        Measured measured = ModelInput.apply(modelFile, () -> measure(model, rows));
        report(model, rows.size(), measured, bound);
        return 0;
    }

    private static int classes(Model model) {
        return model instanceof ImageVFlow images ? images.spec().orElseThrow().classes() : 0;
    }

    private record Measured(Mean elbo, Mean logProb, double effectiveSampleSize) {}

    private Measured measure(Model model, Rows rows) {
        boolean exact = model.noise() == 0;
        long bounds = (long) rows.size() * (exact ? 1 : importance.samples() + 1);
        try (ProgressMeter meter = new ProgressMeter(console, "Evaluation", "bounds", bounds)) {
            Likelihood likelihood = new Likelihood(
                            model, engines.narrow(), engines.threads(), importance.samples(), importance.seed())
                    .metered(meter);
            ImportanceEstimate[] estimates = likelihood.estimates(rows);
            Mean logProb = Mean.of(Arrays.stream(estimates)
                    .mapToDouble(ImportanceEstimate::logProb)
                    .toArray());
            double size = Arrays.stream(estimates)
                    .mapToDouble(ImportanceEstimate::effectiveSampleSize)
                    .average()
                    .orElse(Double.NaN);
            return new Measured(exact ? logProb : Mean.of(likelihood.elbo(rows)), logProb, size);
        }
    }

    private void requirePlane(Model model) {
        if (model.features() != 2) {
            throw new IllegalArgumentException(modelFile + ": a toy density has 2 columns but the model has "
                    + model.features() + "; give a CSV file");
        }
    }

    private void report(Model model, int rows, Measured measured, OptionalDouble bound) {
        Mean elbo = measured.elbo;
        Mean logProb = measured.logProb;
        double size = measured.effectiveSampleSize;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        int samples = importance.samples();
        boolean exact = model.noise() == 0;
        console.say(
                "%,d rows of %s%s, mean ± standard error in nats",
                rows, data, classes(model) > 0 ? " given their classes" : "");
        if (exact) {
            console.say("  log-likelihood            %s (exact)", logProb);
        } else {
            console.say("  ELBO                      %s", elbo);
            console.say("  log-likelihood, S = %-4d  %s", samples, logProb);
            console.say("  effective sample size     %.1f of %d", size, samples);
        }
        if (model instanceof ImageVFlow images) {
            console.say("bits per dimension (less is better)");
            console.say("  by the ELBO               %s", elbo.toBitsPerDimension(images.features()));
            console.say("  by S = %-4d               %s", samples, logProb.toBitsPerDimension(images.features()));
            json.put(
                    "bits_per_dim",
                    logProb.toBitsPerDimension(images.features()).value());
            json.put(
                    "bits_per_dim_standard_error",
                    logProb.toBitsPerDimension(images.features()).standardError());
            json.put(
                    "elbo_bits_per_dim",
                    elbo.toBitsPerDimension(images.features()).value());
        }
        bound.ifPresent(b -> console.say("  no model exceeds          %s", Text.nats(b)));
        json.put("model", modelFile.toString());
        json.put("data", data);
        json.put("rows", rows);
        json.put("exact", exact);
        json.put("elbo", elbo.value());
        json.put("elbo_standard_error", elbo.standardError());
        json.put("log_likelihood", logProb.value());
        json.put("log_likelihood_standard_error", logProb.standardError());
        json.put("samples", exact ? 1 : samples);
        json.put("effective_sample_size", size);
        json.put("bound", bound.isPresent() ? bound.getAsDouble() : null);
        console.result(json);
    }
}
