package io.github.vflow.flow;

/**
 * The conditioners of couplings of images (Ho et al., 2019).
 *
 * @param filters F
 * @param blocks of gated convolution and attention
 * @param heads of the attention
 * @param dropout rate in training
 */
public record NetSpec(int filters, int blocks, int heads, double dropout) {
    /** Checks the numbers. */
    public NetSpec {
        require(filters >= 1, "filters must be at least 1 but is " + filters);
        require(blocks >= 1, "blocks must be at least 1 but is " + blocks);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1) but is " + dropout);
        require(heads >= 1 && filters % heads == 0, "filters " + filters + " must be a multiple of heads " + heads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("NetSpec: " + message);
        }
    }

    /** With another number of blocks. */
    public NetSpec withBlocks(int number) {
        return new NetSpec(filters, number, heads, dropout);
    }

    /** With another number of attention heads, of which the filters are a multiple. */
    public NetSpec withHeads(int number) {
        return new NetSpec(filters, blocks, number, dropout);
    }

    /** With another rate of dropout. */
    public NetSpec withDropout(double rate) {
        return new NetSpec(filters, blocks, heads, rate);
    }
}
