package io.github.vflow.flow;

/**
 * A conditional flow, r(u|x) or q(z|x): steps between even and odd columns that are told of x.
 *
 * @param steps of norm, pointwise map and coupling
 * @param blocks of each conditioner, which else is as in p
 * @param context what it is told
 */
public record ConditionalSpec(int steps, int blocks, Context context) {
    /**
     * The network that makes the context: a convolution, then gated ones.
     *
     * @param filters its channels
     * @param blocks gated convolutions
     */
    public record Context(int filters, int blocks) {
        /** Checks the numbers. */
        public Context {
            require(
                    filters >= 1 && blocks >= 0,
                    "the context needs at least one channel but has " + filters + ", and " + blocks + " blocks");
        }
    }

    /** Checks the numbers. */
    public ConditionalSpec {
        require(steps >= 1 && blocks >= 1, "steps and blocks must be at least 1 but are " + steps + " and " + blocks);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("ConditionalSpec: " + message);
        }
    }

    /** Four steps, as published for CIFAR-10. */
    public static ConditionalSpec of(int blocks, int contextFilters, int contextBlocks) {
        return new ConditionalSpec(4, blocks, new Context(contextFilters, contextBlocks));
    }
}
