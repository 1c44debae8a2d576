package io.github.vflow.nn.layer;

/**
 * How the layers of networks of images are made.
 *
 * @param dropout between the two layers of a gate
 * @param weightNorm whether weights are g·V/‖V‖ for each output (Salimans and Kingma, 2016)
 * @param outerElu whether the last convolution of a conditioner works on celu(x), as in the published ImageNet models
 */
public record Style(Dropout dropout, boolean weightNorm, boolean outerElu) {
    /** Plain weights. */
    public static Style of(Dropout dropout) {
        return new Style(dropout, false, false);
    }
}
