package io.github.vflow.image.row;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.image.Images;

/**
 * Converts images to the rows that a model of images takes, and its samples back to images. A row is the pixels of one image,
 * [h · w · c] row-major; for a class-conditional model the class follows as one number more.
 *
 * @param spec the architecture of the model
 */
public record PixelRows(ImageSpec spec) {
    /**
     * The conversion for one model.
     *
     * @throws java.util.NoSuchElementException if the model is not one of images that was built from a specification
     */
    public static PixelRows of(Model model) {
        return new PixelRows(model.images().orElseThrow());
    }

    /** Whether images have the size, channels and levels that the model takes. */
    public boolean fit(Images images) {
        return pixels(images).equals(spec.image());
    }

    private static ImageSpec.Pixels pixels(Images images) {
        return new ImageSpec.Pixels(images.height(), images.width(), images.channels(), images.levels());
    }

    /**
     * The rows of images: [n, h · w · c], and one column more with the classes if the model is class-conditional.
     *
     * @throws IllegalArgumentException if the images do not {@link #fit}, or the model is class-conditional and labels are missing or not
     *     below its number of classes
     */
    public Rows rows(Images images) {
        if (!fit(images)) {
            throw new IllegalArgumentException(
                    "PixelRows.rows: expected " + spec.image() + " but got " + pixels(images) + "; bring them to size");
        }
        return spec.classes() == 0 ? images.rows() : images.rows(spec.classes());
    }

    /**
     * Samples as images: each continuous value becomes the pixel ⌊x⌋ that it dequantizes, clamped to 0 … levels − 1.
     *
     * @param samples [n, h · w · c], as the sampler draws them
     * @throws IllegalArgumentException if rows have another length
     */
    public Images images(Rows samples) {
        float[] cells = samples.toFloats();
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (float) Math.floor(cells[i]);
        }
        return nearest(cells);
    }

    /**
     * Pixels that went through a model and back as images: each value is rounded and clamped to 0 … levels − 1.
     *
     * @param pixels [n · h · w · c], on the scale 0 … levels − 1
     * @throws IllegalArgumentException if the length is no positive multiple of h · w · c, or a value is not a number
     */
    public Images nearest(float[] pixels) {
        return Images.nearest(pixels, spec.height(), spec.width(), spec.channels(), spec.levels());
    }
}
