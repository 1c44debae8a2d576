package io.github.vflow.cli.command;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.option.ImageOptions;
import io.github.vflow.cli.option.ModelOptions;
import io.github.vflow.cli.option.PlanOptions;
import io.github.vflow.cli.option.RowOptions;
import io.github.vflow.cli.option.TableOptions;
import io.github.vflow.cli.option.TableTrainingOptions;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.cli.training.StopSignal;
import io.github.vflow.cli.training.TableSession;
import io.github.vflow.cli.training.TableStart;
import io.github.vflow.cli.training.TrainingPictures;
import io.github.vflow.cli.training.TrainingRun;
import io.github.vflow.cli.training.TrainingSession;
import io.github.vflow.cli.training.TrainingStart;
import io.github.vflow.cli.usage.DataKind;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.training.TableCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code train}. */
@Command(
        name = "train",
        abbreviateSynopsis = true,
        description = {
            "Train a model on a CSV file, a toy density or images, and write it to a file.",
            "",
            "A CSV file has one row for each example. Columns are real numbers, whole numbers or categories, as vflow schema"
                    + " shows, and cells may be missing. Real columns are standardised; the model's densities are in the units"
                    + " of the file all the same. A tenth of the rows is kept for validation: the parameters with the best ELBO"
                    + " on them are written. Of 1,000 rows and more, another tenth calibrates alarms.",
            "",
            "With --given, the model is of p(other columns | given columns).",
            "",
            "With --images, DATA is a file or folder of images (IDX as of MNIST, CIFAR, .npy, PNG or JPEG), or the word"
                    + " digits: 1,500 handwritten digits that come with vflow."
        },
        footer = {
            "",
            "Examples:",
            "  vflow train moons",
            "  vflow train --images digits --steps 2000 --lr 2e-3 --warm-up 200 --ema 0.99 --clip 1",
            "  vflow train sensors.csv --drop id --column grade=category",
            "  vflow train sensors.csv --robust",
            "  vflow train sensors.csv --steps 50000 --checkpoint run.safetensors",
            "  vflow train sensors.csv --checkpoint run.safetensors --resume"
        },
        exitCodeList = {
            "0:the model is written",
            "1:the data cannot be read or learned, nothing can be written, or a signal stopped the training",
            "2:usage"
        })
public final class Train implements Callable<Integer> {
    private static final int BATCH = 64;
    private static final double RATE = 1e-3;

    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--checkpoint", "--out", "--pictures", "--lr", "--threads", "--json", "--debug");

    private static final Set<String> WITH_PLAN = Set.of(
            "--plan",
            "--checkpoint",
            "--out",
            "--threads",
            "--engine",
            "--json",
            "--debug",
            "--missing",
            "--header",
            "--no-header",
            "--separator",
            "--decimal");

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

    @Mixin
    private RowOptions rowArchitecture;

    @Mixin
    private ImageOptions imageArchitecture;

    @Mixin
    private ImageDataOptions pictures;

    @Mixin
    private PlanOptions planning;

    @Mixin
    private TableTrainingOptions recipe;

    @Mixin
    private EngineOptions engines;

    @Mixin
    private TableOptions table;

    @Parameters(
            paramLabel = "DATA",
            completionCandidates = Toys.class,
            description = "A CSV file, images, or a toy density: ${COMPLETION-CANDIDATES}.")
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
                    "Share of the rows kept for validation, of a table at most 10,000 rows; 0 for none. A toy density takes 2,000"
                            + " fresh rows for any other share. Default: ${DEFAULT-VALUE}.")
    @Share
    private double validation;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Write at each evaluation all that --resume needs.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--plan",
            paramLabel = "FILE.json",
            description =
                    "Train a table as this plan of vflow plan says. Options for the model and its training come from the plan.")
    private @Nullable Path plan;

    @Option(
            names = "--resume",
            description =
                    "Continue from the checkpoint; the result equals an uninterrupted run bit by bit. Architecture and plan"
                            + " come from the checkpoint; --lr may give a smaller learning rate.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        check();
        Path file = out != null ? out : OutputFiles.defaultModel(name);
        try (StopSignal stop = new StopSignal()) {
            Optional<Checkpoint> from =
                    resume && !searchesOn() ? Optional.of(Checkpoint.load(checkpoint())) : Optional.empty();
            boolean isTable = from.isPresent()
                    ? TableCheckpoint.isOf(from.orElseThrow())
                    : !pictures.areGiven() && !TrainingData.isToy(name);
            if (isTable) {
                outputs(file, false).check();
                return learn(from.isPresent() ? resumed(from.orElseThrow()) : table(), file, stop);
            }
            TrainingRun run = from.isPresent()
                    ? TrainingStart.resumed(name, checkpoint(), from.orElseThrow(), planning.rate(), engines)
                    : fresh();
            console.note(
                    "%s: %s%s",
                    name, run.data().description(), goingOn(run.from().step()));
            outputs(file, isPictured(run)).check();
            return train(run, file, stop);
        }
    }

    private Path checkpoint() {
        return Objects.requireNonNull(checkpoint, "--resume needs --checkpoint FILE");
    }

    private static String goingOn(long step) {
        return step == 0 ? "" : Text.format("; going on from step %,d", step);
    }

    /** Reads a table, shows what was made of it, plans its training, and refuses it if something must be done. */
    private TableTraining table() throws IOException {
        Path file = Path.of(name);
        if (!Files.exists(file)) {
            TrainingData.toy(name, validation, planning.seed());
        }
        TableStart start = new TableStart(
                console, table, planning, recipe, rowArchitecture, architecture, validation, engines.threads());
        TableTraining training = plan == null ? start.read(file) : start.read(file, plan);
        Map<String, String> notes = new LinkedHashMap<>(table.format().notes());
        notes.put("data", name + (training.plan().searchesFirst() ? ", without its odd rows" : ": " + training.rows()));
        notes.put("command", CommandLines.ofTraining(console.words()));
        notes.put("version", console.version());
        notes.put(TrainingStart.ENGINE, engines.name());
        TableTraining noted = training.withNotes(notes);
        return searchesOn() ? noted.resumingSearch(checkpoint()) : noted;
    }

    /** Reads the table of a checkpoint again, and goes on. */
    private TableTraining resumed(Checkpoint from) throws IOException {
        TableCheckpoint c = TableCheckpoint.of(checkpoint(), from);
        CellFormat format = CellFormat.of(new CheckpointNotes(checkpoint(), c.notes()));
        Table table = Table.read(format.source(Path.of(name)), c.plan().schema(), format.options())
                .orThrow();
        TableTraining training = TableTraining.resume(
                table,
                c,
                r -> planning.rate().isPresent()
                        ? r.withThreads(engines.threads())
                                .withLearningRate(planning.rate().getAsDouble())
                        : r.withThreads(engines.threads()));
        console.note("%s: %s%s", name, training.rows(), goingOn(from.state().step()));
        return training;
    }

    private int learn(TableTraining training, Path file, StopSignal stop) throws IOException {
        String engine = training.notes().getOrDefault(TrainingStart.ENGINE, engines.name());
        Backend backend = Backend.of(training.plan(), training.rows(), n -> engines.named(engine, n));
        TableSession session = new TableSession(console, stop, name, file, checkpoint);
        Optional<TableModel> trained = session.train(training.withBackend(backend));
        if (trained.isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        TableModel model = trained.orElseThrow();
        report(TrainingResult.of(model, model.plan().orElseThrow().training(), files(file, null)));
        return CommandLine.ExitCode.OK;
    }

    private TrainingResult.Files files(Path model, @Nullable Path samples) {
        return new TrainingResult.Files(model, checkpoint, samples);
    }

    private void report(TrainingResult result) {
        console.report(result.facts(name));
        Text.divergence(result.elbo().judged()).ifPresent(note -> console.note("%s", note));
    }

    private int train(TrainingRun run, Path file, StopSignal stop) throws IOException {
        TrainingRun.Outcome outcome;
        try (@Nullable TrainingPictures drawn = pictures(run, file)) {
            TrainingSession session = new TrainingSession(console, run, file, checkpoint, drawn);
            outcome = session.train(stop);
            if (stop.isAsked()
                    && !run.plan()
                            .isAtEnd(outcome.state().step(), outcome.state().stale())) {
                session.sayHowToGoOn();
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        run.modelFile(outcome.state()).save(file);
        Path samples = isPictured(run) ? OutputFiles.beside(file, "-samples.png") : null;
        report(TrainingResult.of(run, outcome, files(file, samples)));
        return CommandLine.ExitCode.OK;
    }

    private @Nullable TrainingPictures pictures(TrainingRun run, Path file) {
        return isPictured(run)
                ? TrainingPictures.of(console, run, run.model(), imageArchitecture.pictures(), file)
                : null;
    }

    private OutputFiles outputs(Path file, boolean isPictured) {
        OutputFiles all = new OutputFiles()
                .reads("DATA", Path.of(name))
                .writes("--out", file)
                .writes(checkpoint == null ? "the checkpoint of --out" : "--checkpoint", stopped(file));
        if (isPictured) {
            all.writes("the samples of --out", OutputFiles.beside(file, "-samples.png"));
        }
        return all;
    }

    /** The checkpoint that a stopped training leaves. */
    private Path stopped(Path model) {
        return checkpoint == null ? TrainingSession.checkpointBeside(model, name) : checkpoint;
    }

    /** Whether the search of --robust goes on: training has no checkpoint yet. */
    private boolean searchesOn() {
        return resume && recipe.isRobust() && checkpoint != null && !Files.exists(checkpoint);
    }

    private boolean isPictured(TrainingRun run) {
        return run.model().images().isPresent() && imageArchitecture.pictures() > 0;
    }

    private void check() {
        console.require(!resume || checkpoint != null, "--resume needs --checkpoint FILE");
        if (resume && !searchesOn()) {
            leaveOut(WITH_RESUME, "with --resume architecture and plan come from the checkpoint; leave out %s");
        } else if (pictures.areGiven()) {
            refuse("with --images, leave out %s, which are for rows", DataKind.ROWS, DataKind.TABLES);
        } else {
            refuse("%s are for images; add --images, or leave them out", DataKind.IMAGES);
            if (TrainingData.isToy(name)) {
                refuse(name + " is a toy density; leave out %s, which are for tables", DataKind.TABLES);
            }
        }
        if (plan != null) {
            leaveOut(WITH_PLAN, "with --plan the columns and the training come from the plan; leave out %s");
        }
        recipe.check();
    }

    private void leaveOut(Set<String> allowed, String message) {
        List<String> extra =
                console.given().stream().filter(o -> !allowed.contains(o)).toList();
        console.require(extra.isEmpty(), message, String.join(", ", extra));
    }

    private void refuse(String message, DataKind... kinds) {
        String strange =
                Stream.of(kinds).flatMap(kind -> console.given(kind).stream()).collect(Collectors.joining(", "));
        console.require(strange.isEmpty(), message, strange);
    }

    private TrainingRun fresh() throws IOException {
        TrainingData data = pictures.areGiven() ? images() : TrainingData.toy(name, validation, planning.seed());
        Spec.Flow spec = data instanceof ImageTrainingData p
                ? imageArchitecture.spec(p, architecture)
                : rowArchitecture.ofToy(data.features(), architecture);
        TrainingPlan plan = imageArchitecture.fitted(planning.plan(data.size(), BATCH, RATE), Models.of(spec, 0));
        return TrainingStart.anew(data, spec, plan, validation, pictures, engines)
                .begunBy(CommandLines.ofTraining(console.words()), console.version());
    }

    private ImageTrainingData images() throws IOException {
        ImageTrainingData all = pictures.split(name, validation, planning.seed());
        return imageArchitecture.isClassConditional() ? all.labelled() : all;
    }
}
