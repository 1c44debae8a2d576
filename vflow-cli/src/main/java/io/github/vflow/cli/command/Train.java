package io.github.vflow.cli.command;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CellFormat;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.option.TableTrainingOptions;
import io.github.vflow.cli.option.ThreadOptions;
import io.github.vflow.cli.report.TrainingResult;
import io.github.vflow.cli.training.StopSignal;
import io.github.vflow.cli.training.TableSession;
import io.github.vflow.cli.training.TableStart;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.training.TableCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        abbreviateSynopsis = true,
        description = {
            "Train a model on a CSV file, and write it to a file.",
            "",
            "A CSV file has one row for each example. Columns are real numbers, whole numbers or categories, as vflow schema"
                    + " shows, and cells may be missing. Real columns are standardised; the model's densities are in the units"
                    + " of the file all the same. A tenth of the rows is kept for validation: the parameters with the best ELBO"
                    + " on them are written. Of 1,000 rows and more, another tenth calibrates alarms.",
            "",
            "With --given, the model is of p(other columns | given columns).",
            "",
            "The plan that vflow plan writes has all numbers of a training as JSON: edit it, and train by --plan."
        },
        footer = {
            "",
            "Examples:",
            "  vflow train sensors.csv --drop id --column grade=category",
            "  vflow train sensors.csv --robust",
            "  vflow train sensors.csv --plan plan.json",
            "  vflow train sensors.csv --steps 50000 --checkpoint run.safetensors",
            "  vflow train sensors.csv --checkpoint run.safetensors --resume"
        },
        exitCodeList = {
            "0:the model is written",
            "1:the data cannot be read or learned, nothing can be written, or a signal stopped the training",
            "2:usage"
        })
public final class Train implements Callable<Integer> {
    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--checkpoint", "--out", "--lr", "--threads", "--json", "--debug");

    private static final Set<String> WITH_PLAN = Set.of(
            "--plan",
            "--checkpoint",
            "--out",
            "--threads",
            "--json",
            "--debug",
            "--missing",
            "--header",
            "--no-header",
            "--separator",
            "--decimal");

    @Mixin
    private Console console;

    @Mixin
    private TableTrainingOptions recipe;

    @Mixin
    private ThreadOptions machine;

    @Parameters(paramLabel = "DATA.csv", description = "A table.")
    private String name;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The model file. Default: DATA's name with .safetensors, here.")
    private @Nullable Path out;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Write at each evaluation all that --resume needs.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--plan",
            paramLabel = "FILE.json",
            description =
                    "Train as this plan of vflow plan says, which may be edited. Options for the model and its training come from the plan.")
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
        Path stopped = checkpoint != null ? checkpoint : TableSession.checkpointBeside(file, name);
        new OutputFiles()
                .reads("DATA.csv", Path.of(name))
                .writes("--out", file)
                .writes(checkpoint == null ? "the checkpoint of --out" : "--checkpoint", stopped)
                .check();
        try (StopSignal stop = new StopSignal()) {
            TableTraining training = resume && !searchesOn() ? resumed(checkpoint()) : table();
            Optional<TableModel> trained = new TableSession(console, stop, name, file, checkpoint).train(training);
            if (trained.isEmpty()) {
                return CommandLine.ExitCode.SOFTWARE;
            }
            TrainingResult result =
                    TrainingResult.of(trained.orElseThrow(), new TrainingResult.Files(file, checkpoint));
            result.report(console, name);
            return CommandLine.ExitCode.OK;
        }
    }

    private Path checkpoint() {
        return Objects.requireNonNull(checkpoint, "--resume needs --checkpoint FILE");
    }

    /** Reads a table, shows what was made of it, plans its training, and refuses it if something must be done. */
    private TableTraining table() throws IOException {
        TableStart start = new TableStart(console, recipe, machine.threads());
        TableTraining training = plan == null ? start.read(Path.of(name)) : start.read(Path.of(name), plan);
        Map<String, String> notes = new LinkedHashMap<>(recipe.table().format().notes());
        notes.put("data", name + (training.plan().searchesFirst() ? ", without its odd rows" : ": " + training.rows()));
        notes.put("command", CommandLines.ofTraining(console.words()));
        notes.put("version", console.version());
        TableTraining noted = training.withNotes(notes);
        return searchesOn() ? noted.resumingSearch(checkpoint()) : noted;
    }

    /** Reads the table of a checkpoint again, and goes on. */
    private TableTraining resumed(Path file) throws IOException {
        Checkpoint from = Checkpoint.load(file);
        TableCheckpoint c = TableCheckpoint.of(file, from);
        CellFormat format = CellFormat.of(c.notes(), file.toString());
        Table table = Table.read(format.source(Path.of(name)), c.plan().schema(), format.options())
                .orThrow();
        TableTraining training = TableTraining.resume(
                table,
                c,
                r -> recipe.rate().isPresent()
                        ? r.withThreads(machine.threads())
                                .withLearningRate(recipe.rate().getAsDouble())
                        : r.withThreads(machine.threads()));
        long step = from.state().step();
        console.note("%s: %s%s", name, training.rows(), step == 0 ? "" : Text.format("; going on from step %,d", step));
        return training;
    }

    /** Whether the search of --robust goes on: training has no checkpoint yet. */
    private boolean searchesOn() {
        return resume && recipe.isRobust() && checkpoint != null && !Files.exists(checkpoint);
    }

    private void check() {
        console.require(!resume || checkpoint != null, "--resume needs --checkpoint FILE");
        console.require(!TrainingData.isToy(name), "%s is a toy density; vflow experiment %s trains on it", name, name);
        if (resume && !searchesOn()) {
            leaveOut(WITH_RESUME, "with --resume architecture and plan come from the checkpoint; leave out %s");
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
}
