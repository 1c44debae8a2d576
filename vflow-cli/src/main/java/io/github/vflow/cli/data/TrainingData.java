package io.github.vflow.cli.data;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.train.BatchSource;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The training data of a model, with validation rows if the user wants them. */
public sealed interface TrainingData permits ToyData, ImageTrainingData {
    /** The data as the user names it. */
    String name();

    /** The number of columns D_X; of images, pixels times channels. */
    int features();

    /** The number of training rows; zero if a density draws fresh rows for each batch. */
    int size();

    /** The data in one line of text. */
    String description();

    /** The validation rows; empty if there are none. */
    Optional<Rows> validation();

    /** The training batches in the order of a seed. */
    BatchSource batches(long seed);

    /** Whether a word names a toy density and no file. */
    static boolean isToy(String word) {
        return ToyDensity.names().contains(word) && !Files.exists(Path.of(word));
    }

    /**
     * The toy density of a name.
     *
     * @param validation positive for validation rows
     * @throws NoSuchFileException if there is none
     */
    static ToyData toy(String word, double validation, long seed) throws NoSuchFileException {
        if (!isToy(word)) {
            throw new NoSuchFileException(
                    word,
                    null,
                    "it is no toy density; the toys are " + String.join(", ", ToyDensity.names())
                            + "; --images is for images, vflow train for tables");
        }
        return new ToyData(ToyDensity.named(word), validation > 0, seed);
    }
}
