/**
 * Steps for elementwise operations, reductions and moves, each over a whole array.
 *
 * <p>{@link Loops} merges the axes of an index space until one or two loops are left; start reading there.
 */
package io.github.vflow.tensor.lower.elementwise;
