package io.github.vflow.tensor.lower.step;

/**
 * A length cut into blocks of one size, the last perhaps shorter.
 *
 * @param length of all
 * @param size of a block
 */
public record EvenParts(int length, int size) {
    /** As few as can be, none longer than the most and all about equal; sizes are multiples of a unit. */
    public static EvenParts of(int length, int most, int unit) {
        int count = (length + most - 1) / most;
        int each = (length + count - 1) / count;
        return new EvenParts(length, Math.min(length, (each + unit - 1) / unit * unit));
    }

    public int count() {
        return (length + size - 1) / size;
    }

    public int from(int block) {
        return block * size;
    }

    public int size(int block) {
        return Math.min(size, length - from(block));
    }
}
