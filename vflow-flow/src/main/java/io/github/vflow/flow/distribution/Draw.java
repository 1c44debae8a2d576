package io.github.vflow.flow.distribution;

import io.github.vflow.tensor.Tensor;

/**
 * A reparameterised sample and its log-density.
 *
 * @param value [b, d]
 * @param logProb [b], in nats
 */
public record Draw(Tensor value, Tensor logProb) {}
