/**
 * Mixtures of logistics: log-odds, gradient and inverse. {@link VectorMixture} is the door.
 *
 * <p>In column kernels mixtures are in the lanes and components follow one another; in row kernels components are in the lanes.
 */
package io.github.vflow.tensor.vector.mixture;
