/**
 * Steps for convolutions of images and the gradients of their kernels.
 *
 * <p>Start reading at {@link ConvolutionSteps}, which chooses one of four ways by shape: padded images, one position at a time, images
 * side by side in the lanes, or Winograd's algorithm.
 */
package io.github.vflow.tensor.lower.convolution;
