/**
 * The contracts of the float32 loops, one interface for each family; {@link Kernels} has them all.
 *
 * <p>{@code kernel.scalar} and {@code vector} implement them with the same bits. {@link FloatMath} and {@link Threefry} define those bits for
 * elementary functions and random numbers. Arguments that say how operands lie in memory are in {@code kernel.operand}.
 */
package io.github.vflow.tensor.kernel;
