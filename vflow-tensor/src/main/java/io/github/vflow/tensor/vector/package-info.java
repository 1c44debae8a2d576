/**
 * The kernels with {@code jdk.incubator.vector}, which no other package imports.
 *
 * <p>Files here are long where a kernel has a body for each tile size that was measured; docs/architecture.md says why. Start with
 * {@code VectorKernels}, then {@code VectorUnary} for the simplest one.
 */
package io.github.vflow.tensor.vector;
