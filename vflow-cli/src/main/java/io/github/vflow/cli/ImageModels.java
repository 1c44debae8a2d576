package io.github.vflow.cli;

import io.github.vflow.image.PixelRows;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ImageVFlow;
import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Path;

/** What commands do with models of images. */
final class ImageModels {
    private static final int DRAWN = 10_000;

    private ImageModels() {}

    /**
     * Reads images that a model can be applied to.
     *
     * @throws FileFormatException if they have another size or other levels
     */
    static Images read(ImageData data, String word, ImageVFlow model, Path modelFile) throws IOException {
        Images images = data.read(word);
        ImageSpec s = model.spec().orElseThrow();
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

    /** How many images an option may ask for, if they are drawn in one picture. */
    static OptionRange drawn(String option, ImageSpec s) {
        return new OptionRange(option, 1, Math.min(DRAWN, ImageGrid.most(s.height(), s.width())));
    }

    /** Bits per dimension of so many nats per image: −nats / (ln 2 · D_X). */
    static Mean bits(Mean nats, ImageVFlow model) {
        double scale = Math.log(2) * model.features();
        return new Mean(-nats.value() / scale, nats.standardError() / scale);
    }
}
