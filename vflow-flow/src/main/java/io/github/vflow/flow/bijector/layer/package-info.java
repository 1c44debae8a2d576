/** Layers of a chain of bijectors: their names in reports, and their activations, which the backward pass can compute again. */
package io.github.vflow.flow.bijector.layer;
