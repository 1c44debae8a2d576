package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/** Images [h, w, c] with zero padding for a kernel of some height and width. */
record PaddedImages(int images, int h, int w, int c, int height, int width) {
    static PaddedImages of(Shape x, int height, int width) {
        return new PaddedImages(x.dim(0), x.dim(1), x.dim(2), x.dim(3), height, width);
    }

    /** Floats of a padded row. */
    int row() {
        return (w + width - 1) * c;
    }

    /** Floats of a padded image. */
    int image() {
        return (h + height - 1) * row();
    }

    /** Floats of an image without padding. */
    int size() {
        return h * w * c;
    }

    /** Copies an image into zeros. */
    void copy(float[] m, int from, int into) {
        Arrays.fill(m, into, into + image(), 0f);
        int first = into + height / 2 * row() + width / 2 * c;
        for (int i = 0; i < h; i++) {
            System.arraycopy(m, from + i * w * c, m, first + i * row(), w * c);
        }
    }

    /** Copies all images. */
    Step copies(Workers workers, int from, int into) {
        return workers.parallel(images, (m, i) -> copy(m, from + i * size(), into + i * image()));
    }
}
