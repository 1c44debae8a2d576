/**
 * The kernels as plain loops over one element at a time, for a JVM without the Vector API and as the definition of the bits.
 *
 * <p>{@link ScalarKernels} has them all.
 */
package io.github.vflow.tensor.kernel.scalar;
