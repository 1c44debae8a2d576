package io.github.vflow.cli.option;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.CheckpointNotes;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.data.TrainingData;
import io.github.vflow.cli.usage.DataKind;
import io.github.vflow.cli.usage.OptionGroup;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.image.Images;
import io.github.vflow.image.row.PixelRows;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for images as data, and for their size. */
public final class ImageDataOptions implements OptionGroup {
    private static final int MOST_PADDED = 1 << 12;
    private static final int MOST_HALVED = 16;
    private static final String PAD = "pad";
    private static final String HALVE = "halve";
    private static final String LABELLED = "class-conditional";

    @Option(names = "--images", description = "DATA is images: a file, a folder, digits or digits-test.")
    private boolean given;

    @Option(
            names = "--pad",
            defaultValue = "0",
            paramLabel = "N",
            description = "Pad images with zeros to N × N pixels.")
    @Range(least = 0, most = MOST_PADDED)
    private int pad;

    @Option(
            names = "--halve",
            defaultValue = "0",
            paramLabel = "N",
            description = "Halve height and width N times, after --pad.")
    @Range(least = 0, most = MOST_HALVED)
    private int halve;

    @Override
    public DataKind kind() {
        return DataKind.IMAGES;
    }

    /** Whether the data are images. */
    public boolean areGiven() {
        return given;
    }

    /** Reads images, and splits them into training and validation images. */
    public ImageTrainingData split(String word, double validation, long seed) throws IOException {
        return ImageTrainingData.named(word, pad, halve, validation, seed);
    }

    private Images read(String word) throws IOException {
        return ImageTrainingData.read(word, pad, halve);
    }

    /**
     * Reads images for a model.
     *
     * @throws FileFormatException if their size, channels or levels are not the model's
     */
    public Images read(String word, Model model, Path modelFile) throws IOException {
        Images images = read(word);
        ImageSpec s = model.images().orElseThrow();
        if (!PixelRows.of(model).fit(images)) {
            throw new FileFormatException(Text.format(
                    "%s: the model %s is for images %d × %d × %d of %d levels but these are %d × %d × %d of %d; give images"
                            + " like those it was trained on, or bring them to size with --pad and --halve",
                    word,
                    modelFile,
                    s.height(),
                    s.width(),
                    s.channels(),
                    s.levels(),
                    images.height(),
                    images.width(),
                    images.channels(),
                    images.levels()));
        }
        return images;
    }

    /** The notes of a checkpoint about images; empty for rows. */
    public Map<String, String> notes(TrainingData data) {
        boolean labelled = data instanceof ImageTrainingData p && p.isLabelled();
        return given
                ? Map.of(
                        PAD,
                        Integer.toString(pad),
                        HALVE,
                        Integer.toString(halve),
                        LABELLED,
                        Boolean.toString(labelled))
                : Map.of();
    }

    /** Reads the training data of a checkpoint again: images as its notes say, otherwise a toy density. */
    public static TrainingData restored(CheckpointNotes notes, String word, double validation, long seed)
            throws IOException {
        if (notes.text(PAD).isEmpty()) {
            return TrainingData.toy(word, validation, seed);
        }
        ImageTrainingData pictures = ImageTrainingData.named(
                word, notes.whole(PAD, MOST_PADDED), notes.whole(HALVE, MOST_HALVED), validation, seed);
        return notes.text(LABELLED).map(Boolean::parseBoolean).orElse(false) ? pictures.labelled() : pictures;
    }
}
