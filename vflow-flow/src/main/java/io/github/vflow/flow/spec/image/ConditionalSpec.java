package io.github.vflow.flow.spec.image;

/**
 * A conditional flow, r(u|x) or q(z|x): steps between even and odd columns, conditioned on x.
 *
 * @param steps of norm, 1×1 convolution and coupling
 * @param pointwise whether steps have the 1×1 convolution
 * @param blocks of each conditioner, which else is as in p
 * @param heads of its attention; zero for none
 * @param context the network that turns x into the condition of the steps
 */
public record ConditionalSpec(int steps, boolean pointwise, int blocks, int heads, Context context) {
    /**
     * The network that makes the context: a convolution, then gated ones.
     *
     * @param filters its channels
     * @param blocks gated convolutions
     * @param normed whether a layer norm follows each
     * @param heads of an attention that follows each norm; zero for none
     */
    public record Context(int filters, int blocks, boolean normed, int heads) {
        public Context {
            require(
                    filters >= 1 && blocks >= 0,
                    "the context needs at least one channel but has " + filters + ", and " + blocks + " blocks");
            require(
                    heads == 0 || (normed && heads > 0 && filters % heads == 0),
                    "the context's attention needs norms, and heads that divide its " + filters + " channels, but has "
                            + heads + " heads");
        }
    }

    public ConditionalSpec {
        require(steps >= 1 && blocks >= 1, "steps and blocks must be at least 1 but are " + steps + " and " + blocks);
        require(heads >= 0, "heads must not be negative but is " + heads);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("ConditionalSpec: " + message);
        }
    }

    /** Four steps with 1×1 convolutions and a context of gated convolutions alone, as published for CIFAR-10. */
    public static ConditionalSpec of(int blocks, int heads, int contextFilters, int contextBlocks) {
        return new ConditionalSpec(4, true, blocks, heads, new Context(contextFilters, contextBlocks, false, 0));
    }

    /** With another number of attention heads. */
    public ConditionalSpec withHeads(int number) {
        return new ConditionalSpec(steps, pointwise, blocks, number, context);
    }
}
