package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.DriftCheck;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training run under the eyes of a person: it reports, writes checkpoints, and loses nothing when it cannot go on. */
public final class TrainingSession {
    private final Console console;
    private final TrainingRun run;
    private final Path file;
    private final @Nullable Path checkpoint;
    private final TrainingPictures drawn;
    private final List<Progress> history = new ArrayList<>();
    private TrainingState last;

    /**
     * Of a run.
     *
     * @param file for the model
     * @param checkpoint for the state at each evaluation; none if null
     */
    public TrainingSession(
            Console console, TrainingRun run, Path file, @Nullable Path checkpoint, TrainingPictures drawn) {
        this.console = console;
        this.run = run;
        this.file = file;
        this.checkpoint = checkpoint;
        this.drawn = drawn;
        this.last = run.from();
    }

    /** Trains up to the end or a signal; if training fails, the best parameters so far are written before the exception is thrown. */
    public TrainingRun.Outcome train(StopSignal stop) throws IOException {
        try (ProgressMeter meter = new ProgressMeter(
                console, run.data().name(), run.from().step(), run.plan().steps())) {
            TrainingRun.Outcome outcome = run.go(
                    p -> {
                        history.add(p);
                        meter.at(p.step(), TrainingCurve.words(run.model(), p));
                    },
                    this::reached,
                    this::drifted,
                    stop::isAsked);
            drawn.finished(history);
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
        if (!history.isEmpty()) {
            drawn.evaluated(state, history);
        }
    }

    private void save(Path to) throws IOException {
        run.checkpoint(last).save(to);
    }

    private void drifted(Map<String, Double> over) {
        over.forEach((step, drift) -> console.note(
                "%s: the inverse is off by %.1e of the largest input (limit %.0e): its input is kept from now on",
                step, drift, DriftCheck.LIMIT));
    }

    private void rescue(RuntimeException failure) {
        if (last.step() == 0) {
            return;
        }
        try {
            run.modelFile().save(file);
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
                    String.format(Locale.ROOT, "%.1g", run.plan().schedule().rate() / 10));
        }
    }

    /** Where the checkpoint of a stopped run goes if nothing else was asked for: beside the model, or here if that goes to a device. */
    public static Path checkpointBeside(Path file, String data) {
        boolean isDevice = Files.exists(file) && !Files.isRegularFile(file);
        return OutputFiles.beside(isDevice ? OutputFiles.besides(data) : file, "-checkpoint.safetensors");
    }

    /** After a signal: writes the checkpoint if that was not asked for anyway, and says how to go on. */
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
        String line =
                "vflow train " + quoted(run.data().name()) + " --checkpoint " + quoted(to.toString()) + " --resume";
        return file.equals(OutputFiles.besides(run.data().name())) ? line : line + " --out " + quoted(file.toString());
    }

    private static String quoted(String word) {
        return word.matches("[\\w./+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
