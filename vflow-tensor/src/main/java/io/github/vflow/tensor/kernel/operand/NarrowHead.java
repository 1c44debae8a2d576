package io.github.vflow.tensor.kernel.operand;

import io.github.vflow.tensor.kernel.AttentionKernels;

/**
 * The layout of a head of attention with four or eight features, for a block of queries and keys. Either queries or keys are in
 * rows as the program has them, features side by side. The others are in the lanes of panels, where feature c is at + c·row.
 *
 * @param width features, four or eight
 * @param count queries or keys in rows
 * @param position from one of them to the next
 * @param result from one result or cotangent to the next
 * @param lanes queries or keys in the lanes: a multiple of {@link AttentionKernels#LANES}; for gradients of four features a
 *     multiple of half of that
 * @param row from feature to feature of a panel
 * @param apart the distance between arrays that follow one another: largest scores, sums of weights and scales; for gradients,
 *     keys, values and the gradients of both
 * @param run for gradients, the distance between blocks of slopes
 */
public record NarrowHead(int width, int count, int position, int result, int lanes, int row, int apart, int run) {}
