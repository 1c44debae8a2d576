package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import java.util.List;

/**
 * The density r(missing | known, mask) with which a model integrates missing cells out.
 *
 * @param blocks the most autoregressive blocks, each of which has a network; zero for a model that needs complete rows
 * @param network of each block
 * @param components logistic components of each dimension
 */
public record FillSpec(int blocks, MlpSpec network, int components) {
    private static final int BLOCKS = 4;
    private static final int WIDTH = 64;
    private static final int COMPONENTS = 6;

    /** Checks the numbers. */
    public FillSpec {
        if (blocks < 0 || components < 1) {
            throw new IllegalArgumentException(
                    "FillSpec: blocks must not be negative and components at least 1 but are " + blocks + " and "
                            + components);
        }
    }

    /** For models that need complete rows. */
    public static FillSpec none() {
        return standard().withBlocks(0);
    }

    /** At most 4 blocks, two hidden layers of 64, 6 components. */
    public static FillSpec standard() {
        return new FillSpec(BLOCKS, new MlpSpec(List.of(WIDTH, WIDTH), Activation.SILU), COMPONENTS);
    }

    /**
     * The density for a table: the standard one, but none for conditional models, and none for a complete column alone.
     *
     * @param given the number of columns that condition the model
     * @param missing whether cells are missing
     */
    public static FillSpec ofTable(int features, int given, boolean missing) {
        boolean complete = given > 0 || (features == 1 && !missing);
        return complete ? none() : standard();
    }

    /** With another number of blocks. */
    public FillSpec withBlocks(int atMost) {
        return new FillSpec(atMost, network, components);
    }

    /** Whether a model needs complete rows. */
    public boolean isNone() {
        return blocks == 0;
    }
}
