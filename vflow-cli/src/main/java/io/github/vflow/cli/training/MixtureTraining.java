package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains the members of a mixture one after another, and mixes them.
 *
 * @param file the model file to write
 * @param checkpoint the file for the state at each evaluation; null for none
 * @param pictures of a training
 */
public record MixtureTraining(
        Console console, Path file, @Nullable Path checkpoint, Function<TrainingRun, TrainingPictures> pictures) {
    /**
     * The result.
     *
     * @param run with the mixture as its model
     * @param last the outcome of the last member
     * @param steps of all members that this command trained
     * @param seconds of these steps
     */
    public record Trained(TrainingRun run, TrainingRun.Outcome last, long steps, double seconds) {
        public double microsPerStep() {
            return steps == 0 ? 0 : 1e6 * seconds / steps;
        }
    }

    /** Trains, from a run on; empty if a signal stopped it, after the files are written with which it can go on. */
    public Optional<Trained> train(TrainingRun first, StopSignal stop) throws IOException {
        Path kept = checkpoint != null
                ? checkpoint
                : TrainingSession.checkpointBeside(file, first.data().name());
        try (FinishedMembers finished =
                new FinishedMembers(kept, first.members().number())) {
            return train(first, stop, finished);
        }
    }

    private Optional<Trained> train(TrainingRun first, StopSignal stop, FinishedMembers finished) throws IOException {
        long steps = 0;
        double seconds = 0;
        for (TrainingRun run = first; ; run = run.next()) {
            if (run.members().size() > 1) {
                console.note("%s: model %s", run.data().name(), run.members());
            }
            TrainingRun.Outcome outcome;
            try (TrainingPictures drawn = pictures.apply(run)) {
                TrainingSession session = new TrainingSession(console, run, file, checkpoint, drawn);
                outcome = session.train(stop);
                if (stop.isAsked()
                        && !run.plan()
                                .isAtEnd(outcome.state().step(), outcome.state().stale())) {
                    finished.save();
                    session.sayHowToGoOn();
                    return Optional.empty();
                }
            }
            steps += outcome.steps();
            seconds += outcome.seconds();
            TrainingRun trained = run;
            if (run.fillSteps() > 0) {
                console.note(
                        "%s: training the density of missing cells, %,d steps",
                        run.data().name(), run.fillSteps());
            }
            finished.add(() -> complete(trained, outcome.state()));
            if (!TrainingRun.hasShortSteps(run.data())) {
                // the next member needs the same threads
                finished.files();
            }
            if (run.members().isLast()) {
                return Optional.of(new Trained(run.mixed(finished.files()), outcome, steps, seconds));
            }
            if (checkpoint != null) {
                finished.save();
            }
        }
    }

    /** What a member needs after its density is trained. */
    private ModelFile complete(TrainingRun run, TrainingState state) {
        if (run.fillSteps() > 0) {
            try {
                run.fill();
            } catch (ArithmeticException e) {
                console.note("the density of missing cells is not trained: %s", Failure.message(e));
            }
        }
        return run.stacked().modelFile(state);
    }
}
