package io.github.vflow.cli.command.paper;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.option.ImageOptions;
import io.github.vflow.cli.option.ModelOptions;
import io.github.vflow.cli.option.PlanOptions;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.cli.training.ExperimentRun;
import io.github.vflow.cli.training.StopSignal;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code experiment}. */
@Command(
        name = "experiment",
        abbreviateSynopsis = true,
        description = {
            "Train a model of the paper on a toy density or on images, and write it to a file.",
            "",
            "With --images, DATA is a file or folder of images (IDX as of MNIST, CIFAR, .npy, PNG or JPEG), or the word"
                    + " digits: 1,500 handwritten digits that come with vflow. A tenth is kept for validation: the"
                    + " parameters with the best ELBO on them are written."
        },
        footer = {
            "",
            "Examples:",
            "  vflow experiment moons",
            "  vflow experiment --images digits --steps 2000 --lr 2e-3 --warm-up 200 --ema 0.99 --clip 1"
        },
        exitCodeList = {
            "0:the model is written",
            "1:the data cannot be read or learned, nothing can be written, or a signal stopped the training",
            "2:usage"
        })
public final class Experiment implements Callable<Integer> {
    private static final double RATE = 1e-3;
    private static final int EVALUATIONS = 100;

    /** The names of the toy densities, for the help. */
    static final class Toys implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ToyDensity.names().iterator();
        }
    }

    @Mixin
    private Console console;

    @Mixin
    private ModelOptions architecture;

    @Mixin(name = "imageArchitecture")
    private ImageOptions imageArchitecture;

    @Mixin(name = "pictures")
    private ImageDataOptions pictures;

    @Mixin
    private PlanOptions planning;

    @Mixin
    private EngineOptions engines;

    @Parameters(
            paramLabel = "DATA",
            completionCandidates = Toys.class,
            description = "Images, or a toy density: ${COMPLETION-CANDIDATES}.")
    private String name;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The model file. Default: DATA's name with .safetensors, here.")
    private @Nullable Path out;

    @Option(
            names = "--validation",
            paramLabel = "FRACTION",
            defaultValue = "0.1",
            description =
                    "Share of the images kept for validation; 0 for none. A toy density takes 2,000 fresh rows for any other"
                            + " share. Default: ${DEFAULT-VALUE}.")
    @Share
    private double validation;

    @Option(
            names = "--batch",
            defaultValue = "64",
            paramLabel = "N",
            description = "Rows of a batch. Default: ${DEFAULT-VALUE}.")
    @Range(least = 2, most = 1 << 24)
    private int batch;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            paramLabel = "N",
            description = "Iterations over which the learning rate rises from zero. Default: ${DEFAULT-VALUE}.")
    @Range(least = 0)
    private long warmUp;

    @Option(
            names = "--ema",
            defaultValue = "0",
            paramLabel = "DECAY",
            description =
                    "Use a moving average of the parameters, such as 0.999; 0 for none. Default: ${DEFAULT-VALUE}.")
    @Share
    private double ema;

    @Option(
            names = "--clip",
            defaultValue = "" + (int) TrainingDefaults.CLIP,
            paramLabel = "NORM",
            description = "Clip the gradient to this norm; 0 for never. Default: ${DEFAULT-VALUE}.")
    private double clip;

    @Override
    public Integer call() throws IOException {
        check();
        Path file = out != null ? out : OutputFiles.defaultModel(name);
        new OutputFiles().reads("DATA", Path.of(name)).writes("--out", file).check();
        TrainingData data = pictures.areGiven() ? images() : TrainingData.toy(name, validation, planning.seed());
        Spec.Flow spec = data instanceof ImageTrainingData p
                ? imageArchitecture.spec(p, architecture)
                : architecture.ofToy(data.features());
        FlowModel model = Models.of(spec, planning.seed());
        TrainingPlan plan = imageArchitecture.fitted(plan(), model);
        console.note("%s: %s", name, data.description());
        Map<String, String> notes = Map.of(
                "data", data.name() + ": " + data.description(),
                "command", CommandLines.ofTraining(console.words()),
                "version", console.version());
        try (StopSignal stop = new StopSignal()) {
            Optional<TrainingResult> result =
                    new ExperimentRun(console, data, model, plan, engines.parallel(), notes).train(stop, file);
            result.ifPresent(r -> r.report(console, name));
            return result.isPresent() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private ImageTrainingData images() throws IOException {
        ImageTrainingData all = pictures.split(name, validation, planning.seed());
        return imageArchitecture.isClassConditional() ? all.labelled() : all;
    }

    private TrainingPlan plan() {
        long steps = planning.steps().orElse(TrainingDefaults.STEPS);
        double rate = planning.rate().orElse(RATE);
        return TrainingPlan.of(steps, batch, rate, planning.seed())
                .withSchedule(Schedule.Decay.LINEAR.schedule(rate, steps, warmUp))
                .withClipNorm(clip)
                .withEma(ema)
                .withEvaluation(Math.max(1, steps / EVALUATIONS), 0);
    }

    private void check() {
        require(clip >= 0, "--clip must not be negative but is " + clip);
        require(clip <= Float.MAX_VALUE, "--clip must be at most 3.4e38, or 0 for never, but is " + clip);
        if (pictures.areGiven()) {
            require(!console.given().contains("--hidden"), "--hidden is for toy densities; leave it out with --images");
            return;
        }
        List<String> strange = new ArrayList<>(console.given("imageArchitecture"));
        strange.addAll(console.given("pictures"));
        require(strange.isEmpty(), "%s are for images; add --images, or leave them out", String.join(", ", strange));
    }
}
