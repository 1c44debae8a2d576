package io.github.vflow.cli.option;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.image.Images;
import io.github.vflow.image.row.PixelRows;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options for images as data, and for their size. */
public final class ImageDataOptions {
    private static final int MOST_PADDED = 1 << 12;
    private static final int MOST_HALVED = 16;

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
}
