/** Parts of {@link io.github.vflow.flow.spec.ImageSpec}: conditioners, dequantizers r(u|x) and posteriors q(z|x) of models of images. */
package io.github.vflow.flow.spec.image;
