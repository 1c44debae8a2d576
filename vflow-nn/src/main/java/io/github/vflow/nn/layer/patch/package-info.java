/**
 * Conditioners for images as sequences of patches: transformer blocks (Vaswani et al., 2017) over the positions of an image. For our own
 * modules. Start reading at {@link PatchNet}.
 */
package io.github.vflow.nn.layer.patch;
