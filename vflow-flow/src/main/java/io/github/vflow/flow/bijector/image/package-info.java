/**
 * Bijectors of images [b, h, w, c]: splits, couplings, 1×1 convolutions, norms and changes of scale.
 *
 * <p>They are made of {@code bijector} and {@code transformer}. {@link ImageCoupling} is a good first read; {@code ImageBijectorTable} of the
 * tests has a line for each.
 */
package io.github.vflow.flow.bijector.image;
