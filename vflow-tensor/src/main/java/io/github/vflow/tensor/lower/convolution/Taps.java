package io.github.vflow.tensor.lower.convolution;

/** Where a kernel's row or column of taps meets an image's pixels: centred, and cut at the edges. */
record Taps(int positions, int size) {
    /** The first tap that meets a pixel. */
    int first(int position) {
        return Math.max(0, size / 2 - position);
    }

    /** How many do. */
    int taps(int position) {
        return Math.min(size, positions + size / 2 - position) - first(position);
    }

    /** The pixel that the first tap meets. */
    int pixel(int position) {
        return position + first(position) - size / 2;
    }
}
