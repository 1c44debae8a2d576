package io.github.vflow.tornado.lower;

import java.util.List;
import java.util.Map;

/**
 * A program as kernels on one array.
 *
 * @param tasks in order
 * @param words what the kernels read
 * @param size numbers in the array
 * @param fixed arrays that are there from the start
 * @param inputs where inputs are, by name
 * @param outputs where outputs are after a run, by name
 * @param determinants where determinants and inverses leave ln |det w|, one after another
 * @param plan how memory is laid out, for a person
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
    /** Where a named array lies. */
    public record Place(int offset, int size) {}

    /** Constants. */
    public record Fixed(int offset, double[] values) {}

    /**
     * A matrix that must not be singular.
     *
     * @param offset where ln |det w| is found
     * @param size its rows
     * @param after the task that makes it
     */
    public record Determinant(int offset, int size, int after) {}

    /** Numbers that the largest elimination works on. */
    public int wide() {
        return determinants.stream()
                .mapToInt(d -> 2 * d.size() * d.size())
                .max()
                .orElse(1);
    }
}
