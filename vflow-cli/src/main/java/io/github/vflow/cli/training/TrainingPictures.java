package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.OutputFiles;
import io.github.vflow.cli.model.SampleGrid;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Draws samples of a run during training, always from the same noise. */
public final class TrainingPictures implements AutoCloseable {
    /** The largest share of the time for pictures. */
    private static final double SHARE = 0.05;

    private static final long SEED = 1;

    private final Console console;
    private final Model model;
    private final Sampler sampler;
    private final int number;
    private final Path samples;
    private final long started = System.nanoTime();
    private long spent;

    private TrainingPictures(Console console, Model model, Sampler sampler, int number, Path samples) {
        this.console = console;
        this.model = model;
        this.sampler = sampler;
        this.number = number;
        this.samples = samples;
    }

    /**
     * Draws samples into a file beside the model's file.
     *
     * @param number the number of samples
     * @param file the model's file
     */
    public static TrainingPictures of(Console console, TrainingRun run, Model model, int number, Path file) {
        SampleGrid.check("--pictures", model.images().orElseThrow(), number);
        return new TrainingPictures(
                console, model, new Sampler(model, run.engine()), number, OutputFiles.beside(file, "-samples.png"));
    }

    /** Called at each evaluation. Skips one if pictures have taken more than a small share of the time. */
    void evaluated(TrainingState state, List<Trainer.Progress> history) {
        if (spent <= SHARE * (System.nanoTime() - started)) {
            draw(state.current(), history);
        }
    }

    /** Called at the end, when the model has its final parameters. */
    void finished(List<Trainer.Progress> history) {
        if (!history.isEmpty()) {
            draw(model.parameters().values(), history);
        }
    }

    private void draw(float[] parameters, List<Trainer.Progress> history) {
        long from = System.nanoTime();
        try {
            SampleGrid.write(sampler.draw(parameters, number, 1, SEED), model, samples);
        } catch (ArithmeticException e) {
            console.note(
                    "%s is not updated: at step %,d a sample is not finite",
                    samples, history.getLast().step());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        spent += System.nanoTime() - from;
    }

    @Override
    public void close() {
        sampler.close();
    }
}
