/**
 * Passes from program to program, and the plan of memory.
 *
 * <p>{@link BatchLast} changes the layout, {@link Fusion} finds groups of operations, {@link BufferPlan} gives every value its place in
 * one array before anything runs. Uses {@code ir}; engines use it.
 */
package io.github.vflow.tensor.plan;
