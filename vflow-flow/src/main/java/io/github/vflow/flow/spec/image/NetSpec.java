package io.github.vflow.flow.spec.image;

/**
 * The conditioners of couplings of images (Ho et al., 2019).
 *
 * @param filters F
 * @param blocks of gated convolution and attention
 * @param heads of the attention; zero for none
 * @param dropout rate in training
 * @param weightNorm whether weights are normalised, as in the published model of 32×32 ImageNet
 * @param outerElu whether the last convolution works on celu(x), as in the published ImageNet models
 */
public record NetSpec(int filters, int blocks, int heads, double dropout, boolean weightNorm, boolean outerElu) {
    /** Plain weights, nothing before the last convolution. */
    public NetSpec(int filters, int blocks, int heads, double dropout) {
        this(filters, blocks, heads, dropout, false, false);
    }

    public NetSpec {
        require(filters >= 1, "filters must be at least 1 but is " + filters);
        require(blocks >= 1, "blocks must be at least 1 but is " + blocks);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1) but is " + dropout);
        require(heads >= 0, "heads must not be negative but is " + heads);
        require(heads == 0 || filters % heads == 0, "filters " + filters + " must be a multiple of heads " + heads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("NetSpec: " + message);
        }
    }

    /** With another number of attention heads, which divides the number of filters; zero for no attention. */
    public NetSpec withHeads(int number) {
        return new NetSpec(filters, blocks, number, dropout, weightNorm, outerElu);
    }

    /** With another rate of dropout. */
    public NetSpec withDropout(double rate) {
        return new NetSpec(filters, blocks, heads, rate, weightNorm, outerElu);
    }
}
