package io.github.vflow.cli.training;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.TableTraining;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Trains the density of a table for the user: shows progress, and loses no result. */
public final class TableSession implements Watch {
    private static final int FEW_JUDGES = 10;
    private static final double SMALL_SHARE = 0.1;

    private final Console console;
    private final TableProgress progress;
    private final String name;
    private final Path file;
    private final Path checkpoint;
    private final boolean isAsked;
    private @Nullable TrainingRows rows;

    /**
     * A session.
     *
     * @param name of the data
     * @param file the model file to write
     * @param checkpoint the file that the user asked for; null for one beside the model file, if training is stopped
     */
    public TableSession(Console console, StopSignal stop, String name, Path file, @Nullable Path checkpoint) {
        this.console = console;
        this.progress = new TableProgress(console, stop, name, member -> "model " + member);
        this.name = name;
        this.file = file;
        this.isAsked = checkpoint != null;
        this.checkpoint = checkpoint != null ? checkpoint : checkpointBeside(file, name);
    }

    /**
     * Trains, and writes the model. Empty if a signal stopped the training, after the files are written with which it can go on.
     *
     * @throws DivergedException if training diverged, after the best parameters are written
     * @throws IllegalArgumentException if the table cannot be learned; the message begins with its name
     */
    public Optional<TableModel> train(TableTraining training) throws IOException {
        rows = training.rows();
        progress.expect(training.plan());
        TableTraining watched = training.withWatch(this);
        TableModel model;
        try {
            model = (isAsked ? watched.withCheckpoint(checkpoint) : watched.withCheckpointAtStop(checkpoint)).run();
        } catch (IllegalArgumentException e) {
            throw refused(name, e);
        } catch (CancellationException e) {
            if (!progress.cannotCheckpoint()) {
                console.note("stopped; wrote the checkpoint of the search of odd rows beside %s", checkpoint);
                console.note("go on with: %s", OddRowSearch.resumeLine(console, isAsked ? null : checkpoint));
            }
            return Optional.empty();
        } finally {
            progress.close();
        }
        Fitted fitted = model.fitted().orElseThrow();
        if (fitted.end() == Fitted.End.STOPPED && !progress.cannotCheckpoint()) {
            console.note(
                    "stopped at step %,d of %,d; wrote %s",
                    progress.step(), progress.plan().map(TrainingPlan::steps).orElse(0L), checkpoint);
            console.note("go on with: %s", resumeLine());
            return Optional.empty();
        }
        model.withoutTimes().save(file);
        Optional<DivergedException> diverged = progress.diverged();
        if (diverged.isPresent() && fitted.end() == Fitted.End.DIVERGED) {
            console.note("training diverged; wrote %s with the best parameters", file);
            if (isAsked) {
                console.note(
                        "go on with a smaller learning rate: %s --lr %s",
                        resumeLine(),
                        Text.format("%.1g", plan().descent().schedule().rate() / 10));
            }
            throw diverged.orElseThrow();
        }
        smallFlow(model.model()).ifPresent(note -> console.note("%s", note));
        return Optional.of(model);
    }

    /** A note if the flow has a small share: a flow that learned something explains more rows than the normal distributions at its start. */
    static Optional<String> smallFlow(Model model) {
        double share = model.components().stream()
                .mapToDouble(c -> c.share()
                        * c.flow()
                                .rows()
                                .filter(spec -> spec.lifted() > 0)
                                .map(spec -> spec.defensive().flow())
                                .orElse(1.0))
                .sum();
        return share >= SMALL_SHARE
                ? Optional.empty()
                : Optional.of(Text.format(
                        "the flow has a share of only %.1f %%: normal distributions explain the validation rows as well; if you"
                                + " expect curved dependence, train longer (--steps) or with wider networks (--hidden)",
                        100 * share));
    }

    /** A refusal of the library in the words of the command. */
    public static IllegalArgumentException refused(String name, IllegalArgumentException e) {
        return new IllegalArgumentException(
                name + ": " + String.valueOf(e.getMessage()).replaceFirst("^(fit|outliers): ", ""), e);
    }

    /** The plan of the last member. */
    public TrainingPlan plan() {
        return progress.plan().orElseThrow(() -> new IllegalStateException("plan: nothing was trained"));
    }

    @Override
    public Answer after(long steps, Optional<Trainer.Progress> evaluated) {
        return progress.after(steps, evaluated);
    }

    @Override
    public void on(Watch.Event event) {
        if (event instanceof Watch.Event.Started s && progress.plan().isEmpty()) {
            sayHowSmall(s.parameters());
        }
        progress.on(event);
    }

    private void sayHowSmall(int parameters) {
        if (rows == null) {
            return;
        }
        long cells = (long) rows.train().length * rows.table().columns().size();
        if (parameters > cells) {
            console.note(
                    "%,d parameters for %,d cells: the model can learn the rows by heart; training stops when the validation"
                            + " ELBO does not get better, and --hidden, --flow-steps and --augment make it smaller",
                    parameters, cells);
        }
        int judges = rows.heldOut().length;
        if (judges > 0 && judges < FEW_JUDGES) {
            console.note("the validation ELBO is a mean of %s, so it says little", Text.count(judges, "row"));
        }
    }

    /** The default checkpoint of a stopped training: beside the model file, or in the working directory if the model goes to a device. */
    public static Path checkpointBeside(Path file, String data) {
        boolean isDevice = Files.exists(file) && !Files.isRegularFile(file);
        return OutputFiles.beside(isDevice ? OutputFiles.defaultModel(data) : file, "-checkpoint.safetensors");
    }

    /** The command that goes on from the checkpoint. */
    private String resumeLine() {
        List<String> words = new ArrayList<>(List.of("train", name, "--checkpoint", checkpoint.toString(), "--resume"));
        if (!file.equals(OutputFiles.defaultModel(name))) {
            words.addAll(List.of("--out", file.toString()));
        }
        return CommandLines.of(words);
    }
}
