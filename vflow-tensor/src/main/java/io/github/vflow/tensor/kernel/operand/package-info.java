/**
 * The layout of the operands of a kernel in the one array of a program: sizes, steps and offsets. Records without behaviour.
 *
 * <p>{@link Limits} has the numbers that all kernels agree on. {@link Axis} and {@link Gemm}, the operands of a matrix product, are the ones
 * to read first.
 */
package io.github.vflow.tensor.kernel.operand;
