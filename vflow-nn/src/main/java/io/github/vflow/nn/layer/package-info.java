/**
 * Layers of conditioners for rows, and the condition and the dropout of all layers.
 *
 * <p>A layer declares its parameters in a scope when it is built and records operations when it is applied. {@link Mlp} is the network for
 * rows, {@link ResidualMlp} the network of residual blocks. Layers for images are in {@code layer.image}.
 */
package io.github.vflow.nn.layer;
