package io.github.vflow.cli.data;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.image.Images;
import io.github.vflow.image.file.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Images, split into training and validation images.
 *
 * @param name the file, folder or word as the user names it
 * @param train the training images
 * @param heldOut the validation images; null for none
 * @param isLabelled whether rows end with the class, for a class-conditional model
 */
public record ImageTrainingData(
        String name, Images train, @Nullable Images heldOut, boolean isLabelled) implements TrainingData {
    private static final String DIGITS = "digits";
    private static final String TEST_DIGITS = "digits-test";

    /** The other 297 of the 1,797 digits are for testing. */
    private static final int TRAINING_DIGITS = 1500;

    /** Reads images and splits them; see {@link #read}. */
    public static ImageTrainingData named(String word, int pad, int halve, double validation, long seed)
            throws IOException {
        Images all = read(word, pad, halve);
        if (validation == 0) {
            return new ImageTrainingData(word, all, null, false);
        }
        Images.Split split = all.split(1 - validation, seed);
        return new ImageTrainingData(word, split.train(), split.validation(), false);
    }

    /**
     * Reads images from a file or a folder, or the library's {@code digits} or {@code digits-test}.
     *
     * @param pad the height and width to pad to; 0 for no padding
     * @param halve the number of times to halve height and width
     */
    public static Images read(String word, int pad, int halve) throws IOException {
        Images images = Files.exists(Path.of(word)) ? ImageFiles.read(Path.of(word)) : shipped(word);
        return sized(images, pad, halve);
    }

    private static Images sized(Images images, int pad, int halve) {
        String option = "--pad " + pad;
        try {
            Images to = pad == 0 ? images : images.padded(pad, pad);
            option = "--halve " + halve;
            for (int i = 0; i < halve; i++) {
                to = to.halved();
            }
            return to;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
    }

    private static Images shipped(String word) throws IOException {
        Images digits = Images.digits();
        return switch (word) {
            case DIGITS -> digits.slice(0, TRAINING_DIGITS);
            case TEST_DIGITS -> digits.slice(TRAINING_DIGITS, digits.size());
            default ->
                throw new NoSuchFileException(
                        word, null, "neither a file nor a folder; images that are always here are digits, digits-test");
        };
    }

    /**
     * Returns the same images for a class-conditional model.
     *
     * @throws IllegalArgumentException if there are no labels
     */
    public ImageTrainingData labelled() {
        if (train.labels().isEmpty()) {
            throw new IllegalArgumentException(
                    name + ": the images have no labels; leave out --class-conditional, or give labelled ones");
        }
        return new ImageTrainingData(name, train, heldOut, true);
    }

    /** The number of classes: one more than the highest label. */
    public int classes() {
        return Stream.of(Optional.of(train), Optional.ofNullable(heldOut))
                .flatMap(Optional::stream)
                .flatMap(images -> images.labels().stream())
                .mapToInt(labels -> Collections.max(labels) + 1)
                .max()
                .orElse(0);
    }

    private Rows rows(Images images) {
        return isLabelled ? images.rows(classes()) : images.rows();
    }

    @Override
    public int features() {
        return train.dimensions();
    }

    @Override
    public int size() {
        return train.size();
    }

    @Override
    public String description() {
        return Text.format(
                "%,d images %d × %d × %d of %d levels, %,d of them for validation",
                train.size() + (heldOut == null ? 0 : heldOut.size()),
                train.height(),
                train.width(),
                train.channels(),
                train.levels(),
                heldOut == null ? 0 : heldOut.size());
    }

    @Override
    public Optional<Rows> validation() {
        return Optional.ofNullable(heldOut).map(this::rows);
    }

    @Override
    public BatchSource batches(long seed) {
        return BatchSource.of(rows(train), seed);
    }
}
