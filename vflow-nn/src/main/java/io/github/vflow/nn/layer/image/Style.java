package io.github.vflow.nn.layer.image;

import io.github.vflow.nn.layer.norm.Dropout;

/**
 * The options that all layers of an image network share.
 *
 * @param dropout the dropout between the two convolutions of a gated layer
 * @param weightNorm whether weights are normalised, W = g·V/‖V‖ for each output (Salimans and Kingma, 2016)
 * @param outerElu whether the last convolution of a conditioner works on celu(x), as in the published ImageNet models
 */
public record Style(Dropout dropout, boolean weightNorm, boolean outerElu) {}
