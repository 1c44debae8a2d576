package io.github.vflow.cli.training;

import io.github.vflow.cli.console.CommandLines;
import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.InverseErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a training for the user: reports progress, writes checkpoints, and saves the best parameters when training fails. */
public final class TrainingSession {
    private final Console console;
    private final TrainingRun run;
    private final Path file;
    private final @Nullable Path checkpoint;
    private final @Nullable TrainingPictures drawn;
    private final List<Trainer.Progress> history = new ArrayList<>();
    private TrainingState last;

    /**
     * A session of a run.
     *
     * @param file the model file to write
     * @param checkpoint the file for the state at each evaluation; null for none
     * @param drawn the pictures; null for none
     */
    public TrainingSession(
            Console console, TrainingRun run, Path file, @Nullable Path checkpoint, @Nullable TrainingPictures drawn) {
        this.console = console;
        this.run = run;
        this.file = file;
        this.checkpoint = checkpoint;
        this.drawn = drawn;
        this.last = run.from();
    }

    /** Trains to the end of the plan or to a signal. If training fails, writes the best parameters so far and rethrows the exception. */
    public TrainingRun.Outcome train(StopSignal stop) throws IOException {
        TrainingPlan plan = run.plan();
        try (ProgressMeter meter =
                new ProgressMeter(console, run.data().name(), run.from().step(), plan.steps(), plan.mayEndEarly())) {
            TrainingRun.Outcome outcome = run.train(
                    p -> {
                        history.add(p);
                        meter.at(p.step(), TrainingCurve.words(run.model(), p));
                    },
                    this::reached,
                    this::drifted,
                    stop::isAsked);
            if (drawn != null) {
                drawn.finished(history);
            }
            return outcome;
        } catch (RuntimeException e) {
            rescue(e);
            throw e;
        }
    }

    private void reached(TrainingState state) {
        last = state;
        if (checkpoint != null) {
            try {
                save(checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (drawn != null && !history.isEmpty()) {
            drawn.evaluated(state, history);
        }
    }

    private void save(Path to) throws IOException {
        run.checkpoint(last).save(to);
    }

    private void drifted(Map<String, Double> over) {
        over.forEach((step, drift) -> console.note(
                "%s: the inverse has an error of %.1e of the largest input (limit %.0e); training keeps the input of this step from now on",
                step, drift, InverseErrors.LIMIT));
    }

    private void rescue(RuntimeException failure) {
        if (last.step() == 0) {
            return;
        }
        try {
            run.modelFile(last, failure instanceof ArithmeticException ? Fitted.End.DIVERGED : Fitted.End.STOPPED)
                    .save(file);
            console.note(
                    "training failed; wrote %s with the %s step %,d",
                    file, last.best() != null ? "best parameters up to" : "parameters of", last.step());
        } catch (IOException e) {
            console.note("%s cannot be written either: %s", file, Failure.message(e));
        }
        if (checkpoint != null && failure instanceof DivergedException) {
            console.note(
                    "go on from step %,d with a smaller learning rate: %s --lr %s",
                    last.step(),
                    resumeLine(checkpoint),
                    String.format(
                            Locale.ROOT, "%.1g", run.plan().descent().schedule().rate() / 10));
        }
    }

    /** The default checkpoint of a stopped run: beside the model file, or in the working directory if the model goes to a device. */
    public static Path checkpointBeside(Path file, String data) {
        boolean isDevice = Files.exists(file) && !Files.isRegularFile(file);
        return OutputFiles.beside(isDevice ? OutputFiles.defaultModel(data) : file, "-checkpoint.safetensors");
    }

    /** After a signal: writes a checkpoint unless each evaluation does, and prints the command that resumes. */
    public void sayHowToGoOn() throws IOException {
        Path to = checkpoint != null
                ? checkpoint
                : checkpointBeside(file, run.data().name());
        if (checkpoint == null) {
            save(to);
        }
        console.note(
                "stopped at step %,d of %,d; wrote %s", last.step(), run.plan().steps(), to);
        console.note("go on with: %s", resumeLine(to));
    }

    private String resumeLine(Path to) {
        return resumeLine(run.data().name(), to, file);
    }

    /** The command that goes on from a checkpoint. */
    static String resumeLine(String data, Path checkpoint, Path file) {
        List<String> words = new ArrayList<>(List.of("train", data, "--checkpoint", checkpoint.toString(), "--resume"));
        if (!file.equals(OutputFiles.defaultModel(data))) {
            words.addAll(List.of("--out", file.toString()));
        }
        return CommandLines.of(words);
    }
}
