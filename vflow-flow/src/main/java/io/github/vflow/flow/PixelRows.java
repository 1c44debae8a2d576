package io.github.vflow.flow;

import io.github.vflow.flow.data.Images;
import io.github.vflow.flow.data.Rows;

/** Images as the rows of a model of images. */
public final class PixelRows {
    private PixelRows() {}

    /**
     * Images as the rows that a model takes.
     *
     * @throws IllegalArgumentException if they have another size or other levels, or the model is conditioned on classes and they have
     *     none, or others
     */
    public static Rows of(ImageSpec spec, Images images) {
        ImageSpec.Pixels theirs =
                new ImageSpec.Pixels(images.height(), images.width(), images.channels(), images.levels());
        if (!theirs.equals(spec.image())) {
            throw new IllegalArgumentException(
                    "PixelRows.of: expected " + spec.image() + " but got " + theirs + "; bring them to size");
        }
        return spec.classes() == 0 ? images.rows() : images.rows(spec.classes());
    }
}
