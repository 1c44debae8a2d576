package io.github.vflow.cli.command;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.model.Alarms;
import io.github.vflow.cli.model.ModelCost;
import io.github.vflow.cli.model.ModelInput;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.FlowOptions;
import io.github.vflow.cli.option.Presets;
import io.github.vflow.cli.report.InfoResult;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.serve.model.VerdictTime;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.tensor.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code info}. */
@Command(
        name = "info",
        description = {
            "Print a model's architecture, its exact number of parameters, and the memory that training and scoring take.",
            "",
            "Without MODEL, --features or --preset and the options of train describe a model; nothing is trained."
        },
        footer = {
            "",
            "Examples:",
            "  vflow info moons.safetensors",
            "  vflow info --features 20 --augment 4 --flow-steps 8",
            "  vflow info --preset vflow-cifar10"
        },
        exitCodeList = {"0:the model was read", "1:the model cannot be read", "2:usage"})
public final class Info implements Callable<Integer> {
    private static final int BATCH = 64;
    private static final int IMAGE_BATCH = 8;

    private static final Set<String> WITH_MODEL =
            Set.of("--batch", "--samples", "--engine", "--threads", "--json", "--debug", "--time");

    @Mixin
    private Console console;

    @Mixin
    private FlowOptions flow;

    @Mixin
    private EngineOptions engines;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "A model file, or a checkpoint.")
    private @Nullable Path modelFile;

    @Option(names = "--features", paramLabel = "D_X", description = "Columns of the data, if there is no MODEL.")
    @Range(least = 1, most = 1 << 14)
    private @Nullable Integer features;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Rows of a training batch. Default: as in the plan of the model, or 64, for images 8.")
    @Range(least = 1, most = 1 << 24)
    private @Nullable Integer givenBatch;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            completionCandidates = Presets.class,
            description = "A model of images that does not exist yet: ${COMPLETION-CANDIDATES}. Those of CIFAR-10 and"
                    + " ImageNet are as published.")
    private @Nullable String preset;

    @Option(
            names = "--samples",
            defaultValue = "100",
            paramLabel = "S",
            description = "Importance samples of a score. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1_000_000)
    private int samples;

    @Option(
            names = "--time",
            description = "Measure the time of a verdict on this machine, one row at a time, which takes seconds.")
    private boolean time;

    @Override
    public Integer call() throws IOException {
        ModelFile file = file();
        Model model = file.model();
        Engine engine = engines.parallel();
        int batch = givenBatch != null ? givenBatch : usual(file);
        ModelCost cost = ModelCost.of(model, engine, batch, samples);
        Facts facts = InfoResult.of(modelFile, file, cost, batch, engine.description());
        if (time) {
            String words = time(file).words();
            facts.put("verdict", words).line("%s", words);
        }
        console.report(facts);
        return 0;
    }

    private VerdictTime time(ModelFile file) throws IOException {
        Path path = modelFile;
        if (path == null || file.columns().isEmpty()) {
            throw console.usage("--time is for models of tables");
        }
        TableModel model = ModelInput.ofTable(path, file);
        RecordScorer plain = RecordScorer.of(model);
        boolean judges = file.calibration().isPresent() && file.model().given() == 0;
        RecordScorer scorer = judges ? plain.withAlarm(Alarms.of(path, file, model, OptionalDouble.empty())) : plain;
        return VerdictTime.of(model, scorer.withoutBlame(), file.scoring(), VerdictTime.COLD);
    }

    private static int usual(ModelFile file) throws FileFormatException {
        Optional<TablePlan> plan = file.columns().isEmpty()
                ? Optional.empty()
                : TableModel.of(file, "MODEL").plan();
        return plan.map(p -> p.training().batchSize())
                .orElse(file.model().images().isPresent() ? IMAGE_BATCH : BATCH);
    }

    private ModelFile file() throws IOException {
        if (modelFile != null) {
            List<String> extra = console.given().stream()
                    .filter(o -> !WITH_MODEL.contains(o))
                    .toList();
            console.require(
                    extra.isEmpty(), "a model file has its own architecture; leave out " + String.join(", ", extra));
            return ModelInput.load(console, modelFile);
        }
        if (preset != null) {
            return new ModelFile(Models.of(Presets.named(console, preset), 0), List.of(), Map.of());
        }
        if (features == null) {
            throw console.usage(
                    "give a model file, or --features D_X or --preset NAME for a model that does not exist yet");
        }
        return new ModelFile(Models.of(flow.of(features), 0), List.of(), Map.of());
    }
}
