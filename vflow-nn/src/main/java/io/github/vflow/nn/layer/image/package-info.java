/**
 * Layers of conditioners for images, from Flow++ (Ho et al., 2019). For our own modules.
 *
 * <p>{@link GatedConvNet} is the conditioner; {@link ContextNet} turns an image into the context of a conditional flow.
 */
package io.github.vflow.nn.layer.image;
