package io.github.vflow.cli.model;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Loads and applies the model that a command is given. */
public final class ModelInput {
    private ModelInput() {}

    /**
     * Applies a model; the message of an error names the model's file.
     *
     * @throws ArithmeticException if the computation fails because of the parameters
     */
    public static <T> T apply(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (ArithmeticException e) {
            ArithmeticException named = new ArithmeticException(file + ": " + Failure.message(e));
            named.initCause(e);
            throw named;
        }
    }

    /**
     * Reads a model file, or the best parameters of a checkpoint.
     *
     * @throws FileFormatException if the file is neither a model nor a checkpoint
     */
    public static ModelFile load(Console console, Path file) throws IOException {
        try {
            return ModelFile.load(file);
        } catch (FileFormatException e) {
            if (!Checkpoint.isIn(file)) {
                throw e;
            }
        }
        Checkpoint checkpoint = Checkpoint.load(file);
        TrainingState state = checkpoint.state();
        console.note(
                "%s is a checkpoint at step %,d: %s used",
                file,
                state.step(),
                state.best() != null
                        ? "its best parameters are"
                        : state.ema() != null ? "the moving average of its parameters is" : "its last parameters are");
        return checkpoint.toModel();
    }

    /**
     * The model of a file as one of a table.
     *
     * @throws IllegalArgumentException if it is one of images
     */
    public static TableModel ofTable(Path path, ModelFile file) throws IOException {
        if (file.model().images().isPresent()) {
            throw new IllegalArgumentException(
                    path + ": the command is for models of tables but the model is one of images; give another model");
        }
        return TableModel.of(file, path.toString());
    }
}
