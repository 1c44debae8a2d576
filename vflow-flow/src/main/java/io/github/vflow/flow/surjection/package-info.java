/**
 * Surjections: stochastic lifts of data towards the space of the flow, with deterministic ways back (Nielsen et al.,
 * 2020).
 *
 * <p>{@link Surjection} states the law. {@link Augment} is the idea of the VFlow paper. Surjections hold distributions of {@code distribution}
 * and bijectors of {@code bijector}.
 */
package io.github.vflow.flow.surjection;

import io.github.vflow.flow.part.Surjection;
