package io.github.vflow.cli.command;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.data.CsvData;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.ToyData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.data.TrainingTable;
import io.github.vflow.cli.option.EngineOptions;
import io.github.vflow.cli.option.ImageDataOptions;
import io.github.vflow.cli.option.ImageOptions;
import io.github.vflow.cli.option.ModelOptions;
import io.github.vflow.cli.option.PlanOptions;
import io.github.vflow.cli.option.RecipeOptions;
import io.github.vflow.cli.option.TableOptions;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.cli.report.table.SchemaResult;
import io.github.vflow.cli.training.MixtureTraining;
import io.github.vflow.cli.training.StopSignal;
import io.github.vflow.cli.training.TrainingCurve;
import io.github.vflow.cli.training.TrainingPictures;
import io.github.vflow.cli.training.TrainingRun;
import io.github.vflow.cli.training.TrainingSession;
import io.github.vflow.cli.training.TrainingStart;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.FillSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.train.plan.EvaluationSchedule;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.Recipe;
import io.github.vflow.table.Table;
import io.github.vflow.table.TableReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
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
            "  vflow train sensors.csv --steps 50000 --checkpoint run.safetensors",
            "  vflow train sensors.csv --checkpoint run.safetensors --resume"
        })
public final class Train implements Callable<Integer> {
    /** The description of an option for rows only begins with this word. */
    private static final String FOR_ROWS = "Rows:";

    private static final String FOR_TABLES = "Table:";

    private static final String FOR_IMAGES = "Images:";

    private static final Recipe USUAL = Recipe.standard();
    private static final int BATCH = 64;
    private static final double RATE = 1e-3;

    private static final int FEW_ROWS = 100;

    private static final Set<String> WITH_RESUME = Set.of(
            "--resume", "--checkpoint", "--out", "--plot", "--pictures", "--lr", "--threads", "--json", "--debug");

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
    private ImageOptions imageArchitecture;

    @Mixin
    private ImageDataOptions pictures;

    @Mixin
    private PlanOptions planning;

    @Mixin
    private RecipeOptions recipe;

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
                    "Share of the rows kept for validation, of a table at most 10,000 rows; 0 for none. Default: ${DEFAULT-VALUE}.")
    private double validation;

    @Option(names = "--no-standardize", description = "Rows: do not standardise the columns of a CSV file.")
    private boolean raw;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Write at each evaluation all that --resume needs.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--resume",
            description =
                    "Continue from the checkpoint; the result is bit by bit that of an uninterrupted run. Architecture and plan"
                            + " come from the checkpoint; --lr may give a smaller learning rate.")
    private boolean resume;

    @Option(
            names = "--plot",
            paramLabel = "FILE.png",
            description = "Draw the ELBO during training. Default: none, for images OUT-curve.png.")
    private @Nullable Path plot;

    @Option(
            names = "--pictures",
            defaultValue = "36",
            paramLabel = "N",
            description = "Images: while training, draw N samples to OUT-samples.png, and the curve; 0 for neither."
                    + " Default: ${DEFAULT-VALUE}.")
    private int pictured;

    @Override
    public Integer call() throws IOException {
        check();
        try (StopSignal stop = new StopSignal()) {
            TrainingRun run = resume ? resumed() : fresh();
            Path file = out != null ? out : OutputFiles.defaultModel(name);
            outputs(run, file).check();
            return train(run, file, stop);
        }
    }

    private int train(TrainingRun first, Path file, StopSignal stop) throws IOException {
        MixtureTraining training = new MixtureTraining(console, file, checkpoint, run -> pictures(run, file));
        Optional<MixtureTraining.Trained> ended = training.train(first, stop);
        if (ended.isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        MixtureTraining.Trained all = ended.orElseThrow();
        ModelFile trained = all.run().calibratedFile(all.last().state());
        trained.save(file);
        if (plot != null && !all.last().history().isEmpty()) {
            TrainingCurve.of(all.run(), all.last().history()).write(plot);
        }
        TrainingResult result = result(all, trained, file);
        console.report(result);
        Text.divergence(result.bound()).ifPresent(note -> console.note("%s", note));
        return CommandLine.ExitCode.OK;
    }

    private TrainingPictures pictures(TrainingRun run, Path file) {
        return run.model().images().isPresent() && pictured > 0
                ? TrainingPictures.of(console, run, run.model(), pictured, file, plot)
                : TrainingPictures.none();
    }

    private OutputFiles outputs(TrainingRun run, Path file) {
        OutputFiles all = new OutputFiles()
                .reads("DATA", Path.of(name))
                .writes("--out", file)
                .writes(
                        checkpoint == null ? "the checkpoint of --out" : "--checkpoint",
                        checkpoint == null ? TrainingSession.checkpointBeside(file, name) : checkpoint)
                .writes("--plot", plot);
        if (isPictured(run)) {
            all.writes("the samples of --out", OutputFiles.beside(file, "-samples.png"))
                    .writes("the curve of --out", plot != null ? null : OutputFiles.beside(file, "-curve.png"));
        }
        return all;
    }

    private boolean isPictured(TrainingRun run) {
        return run.model().images().isPresent() && pictured > 0;
    }

    private void check() {
        console.require(pictured >= 0, "--pictures must not be negative but is %d", pictured);
        console.require(validation >= 0 && validation < 1, "--validation must be in [0, 1) but is " + validation);
        console.require(!resume || checkpoint != null, "--resume needs --checkpoint FILE");
        recipe.check(console);
        if (resume) {
            List<String> extra = console.given().stream()
                    .filter(o -> !WITH_RESUME.contains(o))
                    .toList();
            console.require(
                    extra.isEmpty(),
                    "with --resume architecture and plan come from the checkpoint; leave out "
                            + String.join(", ", extra));
            return;
        }
        List<String> strange = new ArrayList<>(console.given(pictures.areGiven() ? FOR_ROWS : FOR_IMAGES));
        if (pictures.areGiven()) {
            strange.addAll(console.given(FOR_TABLES));
        } else if (TrainingData.isToy(name)) {
            List<String> ofTables = console.given(FOR_TABLES);
            console.require(
                    ofTables.isEmpty(),
                    "%s is a toy density; leave out %s, which are for tables",
                    name,
                    String.join(", ", ofTables));
        }
        console.require(
                strange.isEmpty(),
                pictures.areGiven()
                        ? "with --images, leave out " + String.join(", ", strange) + ", which are for rows"
                        : String.join(", ", strange) + " are for images; add --images, or leave them out");
    }

    /** Tables are evaluated often enough that training stops before it learns a small one by heart. */
    private TrainingPlan plan(TrainingData data) {
        TrainingPlan plan = data instanceof CsvData
                ? planning.plan(data.size(), USUAL.batch(), USUAL.learningRate())
                : planning.plan(data.size(), BATCH, RATE);
        boolean isOpen = console.given().stream().noneMatch(Set.of("--patience", "--evaluate-every")::contains);
        if (!(data instanceof CsvData) || !isOpen || data.validation().isEmpty()) {
            return plan;
        }
        EvaluationSchedule early =
                EvaluationSchedule.ofTable(data.size(), plan.batchSize(), plan.steps(), USUAL.patience());
        return plan.withEvaluation(early.every(), early.patience());
    }

    private TrainingRun fresh() throws IOException {
        TrainingData data =
                pictures.areGiven() ? images() : TrainingData.named(name, validation, planning.seed(), this::read);
        TrainingPlan plan = plan(data);
        console.note("%s: %s", name, data.description());
        Spec spec = spec(data);
        TrainingPlan fitted = planning.fitted(plan, Models.of(spec, 0));
        TrainingRun run = TrainingStart.anew(
                        data, spec, fitted, validation, pictures, engines, recipe.noise(data), recipe.ensemble())
                .begunBy(CommandLines.ofTraining(console.words()), console.version());
        if (data instanceof CsvData csv) {
            sayHowSmall(csv, run.model());
        }
        return run;
    }

    /** Reads a table, shows what was made of it, and refuses it if something must be done. */
    private TrainingTable read(Path file) throws IOException {
        CellFormat format = table.format();
        TableReading reading = Table.read(format.source(file), table.options());
        SchemaResult schema = SchemaResult.of(file, reading);
        console.note("%s", schema.brief());
        if (schema.problems() > 0) {
            throw new FileFormatException(schema.refusal());
        }
        return TrainingTable.of(file, reading, format, recipe.given(), recipe.calibration());
    }

    private void sayHowSmall(CsvData data, Model model) {
        long parameters = model.parameters().all().stream()
                .filter(p -> !p.isFrozen() && !p.name().startsWith("fill."))
                .mapToInt(p -> p.shape().size())
                .sum();
        long cells = (long) data.size() * data.train().features();
        if (parameters > cells) {
            console.note(
                    "%,d parameters for %,d cells: the model can learn the rows by heart; training stops when the validation"
                            + " ELBO does not get better, and --hidden, --flow-steps and --augment make it smaller",
                    parameters, cells);
        }
        int judges = data.validation().map(Rows::size).orElse(0);
        if (judges > 0 && judges < FEW_ROWS / 10) {
            console.note("the validation ELBO is a mean of %s, so it says little", Text.count(judges, "row"));
        }
    }

    private ImageTrainingData images() throws IOException {
        ImageTrainingData all = pictures.split(name, validation, planning.seed());
        return imageArchitecture.isClassConditional() ? all.labelled() : all;
    }

    private Spec spec(TrainingData data) {
        return switch (data) {
            case ImageTrainingData p -> imageArchitecture.spec(p, architecture);
            case CsvData csv -> {
                int given = csv.table().given();
                RowSpec rows = architecture
                        .ofTable(csv.features())
                        .withGiven(given)
                        .withFill(FillSpec.ofTable(csv.features(), given, csv.hasMissing()))
                        .withDefensive(recipe.tail());
                yield csv.spec(rows, raw);
            }
            case ToyData toy -> architecture.ofToy(toy.features());
        };
    }

    private TrainingRun resumed() throws IOException {
        if (checkpoint == null) {
            throw console.usage("--resume needs --checkpoint FILE");
        }
        TrainingRun run = TrainingStart.resumed(name, checkpoint, planning.rate(), engines);
        console.note(
                "%s: %s; going on from step %,d",
                name, run.data().description(), run.from().step());
        return run;
    }

    private TrainingResult result(MixtureTraining.Trained all, ModelFile trained, Path file) {
        TrainingRun run = all.run();
        TrainingRun.Outcome last = all.last();
        boolean isValidated = run.data().validation().isPresent();
        boolean isMixed = run.members().size() > 1;
        return new TrainingResult(
                name,
                file,
                run.model().parameters().size(),
                run.members().size(),
                isMixed ? all.steps() : last.state().step(),
                run.plan().steps(),
                run.plan().evaluation().patience(),
                !isMixed && last.state().step() < run.plan().steps(),
                isMixed
                        ? trained.fitted().orElseThrow().heldOut().value()
                        : isValidated ? last.state().bestBound() : Double.NaN,
                isMixed || !isValidated ? null : run.bestStep(last.state()),
                last.history().isEmpty() ? Double.NaN : last.history().getLast().trainBound(),
                all.seconds(),
                all.microsPerStep(),
                run.plan().seed(),
                checkpoint,
                plot,
                isPictured(run) ? OutputFiles.beside(file, "-samples.png") : null);
    }
}
