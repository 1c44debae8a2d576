package io.github.vflow.flow.surjection;

import io.github.vflow.tensor.Tensor;

/**
 * A batch that a surjection has lifted.
 *
 * @param value v [b, …]
 * @param added ln |det ∂v/∂x| − ln r(noise), the term of the bound for each row [b], in nats
 */
public record Lifted(Tensor value, Tensor added) {}
