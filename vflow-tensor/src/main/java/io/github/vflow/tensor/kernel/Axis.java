package io.github.vflow.tensor.kernel;

/**
 * Where the elements along one axis of a matrix lie: runs of elements a step apart, runs grouped in blocks. A plain matrix has
 * one run; the rows of an image inside a padded one are runs, and images are blocks.
 *
 * @param step from element to element in a run
 * @param run elements of a run
 * @param runStep from run to run
 * @param block runs of a block
 * @param blockStep from block to block
 */
public record Axis(int step, int run, int runStep, int block, int blockStep) {
    /** Elements a step apart. */
    public static Axis plain(int step, int size) {
        return new Axis(step, size, 0, 1, 0);
    }

    /** The offset of element i from the first. */
    public int at(int i) {
        return i < run ? i * step : i % run * step + i / run % block * runStep + i / run / block * blockStep;
    }
}
