/**
 * Steps for groups of operations on rows: all operations of a group run on one tile of rows, then all run on the next.
 *
 * <p>{@code plan.Fusion} chooses the groups. Start reading at {@link TileSteps}. Uses the kernels that {@code lower.elementwise} chooses.
 */
package io.github.vflow.tensor.lower.tile;
