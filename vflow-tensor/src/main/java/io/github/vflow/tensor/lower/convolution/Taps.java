package io.github.vflow.tensor.lower.convolution;

/**
 * The taps of a row or column of a kernel that meet pixels of an image, for a kernel that is centred on a position and cut at the
 * edges.
 */
record Taps(int positions, int size) {
    /** The first tap that meets a pixel. */
    int first(int position) {
        return Math.max(0, size / 2 - position);
    }

    /** The number of taps that meet a pixel. */
    int taps(int position) {
        return Math.min(size, positions + size / 2 - position) - first(position);
    }

    /** The pixel that the first tap meets. */
    int pixel(int position) {
        return position + first(position) - size / 2;
    }
}
