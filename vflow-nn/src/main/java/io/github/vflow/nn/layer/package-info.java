/**
 * Layers of conditioners for rows, and the condition of all layers.
 *
 * <p>A layer declares its parameters in a scope when it is built and records operations when it is applied. {@link Mlp} is the network for
 * rows; {@code layer.residual} has the one of residual blocks, {@code layer.norm} norms and dropout, {@code layer.image} layers for images.
 */
package io.github.vflow.nn.layer;
