package io.github.vflow.tornado.lower;

import java.util.List;
import java.util.Map;

/**
 * A program as kernels on one array.
 *
 * @param tasks in the order of their run
 * @param words the instructions that kernels read
 * @param size numbers in the array
 * @param fixed constants, stored before the first run
 * @param inputs places of inputs by name
 * @param outputs places of outputs after a run, by name
 * @param determinants the matrices that must be regular, with their ln |det w| one after another
 * @param plan a description of the memory
 */
public record Lowered(
        List<Task> tasks,
        int[] words,
        int size,
        List<Fixed> fixed,
        Map<String, Place> inputs,
        Map<String, Place> outputs,
        List<Determinant> determinants,
        String plan) {
    /** The place of an input or output in the array. */
    public record Place(int offset, int size) {}

    /** The constants at an offset. */
    public record Fixed(int offset, double[] values) {}

    /**
     * A matrix that must not be singular.
     *
     * @param offset of ln |det w|
     * @param size rows of the matrix
     * @param after the number of tasks after which ln |det w| is known
     */
    public record Determinant(int offset, int size, int after) {}

    /** Numbers in the working memory of the largest elimination. */
    public int wide() {
        return determinants.stream()
                .mapToInt(d -> 2 * d.size() * d.size())
                .max()
                .orElse(1);
    }
}
