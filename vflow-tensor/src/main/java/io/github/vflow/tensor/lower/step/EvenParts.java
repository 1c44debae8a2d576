package io.github.vflow.tensor.lower.step;

/**
 * A length cut into parts of one size; the last part may be shorter.
 *
 * @param length the whole
 * @param size of a part
 */
public record EvenParts(int length, int size) {
    /** The fewest parts that are not longer than a limit, about equal in size. Their size is a multiple of the unit. */
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
