package io.github.vflow.tensor.kernel.operand;

import io.github.vflow.tensor.kernel.AttentionKernels;

/**
 * Where a head of attention with four or eight features lies, for a block of queries and keys. Of queries and keys some stand in rows
 * as the program has them, features side by side; the others in the lanes of panels, where feature c is at + c·row.
 *
 * @param width features, four or eight
 * @param count queries or keys in rows
 * @param position from one of them to the next
 * @param result from one result or cotangent to the next
 * @param lanes queries or keys in the lanes: a multiple of {@link AttentionKernels#LANES}, for gradients of half of them if there are
 *     four features
 * @param row from feature to feature of a panel
 * @param apart from the largest scores to the sums of weights, to scales; for gradients, from keys to values, to their gradients
 * @param run for gradients, from the slopes of as many lanes as a block has to the next
 */
public record NarrowHead(int width, int count, int position, int result, int lanes, int row, int apart, int run) {}
