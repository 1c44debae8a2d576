/**
 * The kernels of {@code kernel} with the Vector API, with the same bits as the scalar ones. No other rooms see {@code jdk.incubator.vector}.
 *
 * <p>{@link VectorKernels} has them all; {@link AvailableKernels} chooses between them and the scalar ones. Matrix
 * products, attention and mixtures have rooms below this one, and {@code vector.lane} has the parts that all of them share.
 */
package io.github.vflow.tensor.vector;
