/**
 * Layers of conditioners, for rows and for images.
 *
 * <p>A layer declares its parameters in a scope when it is built and records operations when it is applied. {@link Mlp} is the one for
 * rows, {@link ResidualMlp} the one of residual blocks, {@link GatedConvNet} the one for images.
 */
package io.github.vflow.nn.layer;
