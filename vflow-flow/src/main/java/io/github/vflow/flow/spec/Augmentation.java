package io.github.vflow.flow.spec;

import java.util.List;

/**
 * The augmented dimensions z of a VFlow.
 *
 * @param dimensions D_Z; zero is a plain flow
 * @param order the dimensions [x, z] in the order of p: position i holds dimension order[i]; empty if p takes them in order
 * @param posterior q(z|x); ignored without augmentation
 */
public record Augmentation(int dimensions, List<Integer> order, Posterior posterior) {
    /** Copies the list, and checks the number of dimensions. */
    public Augmentation {
        order = List.copyOf(order);
        if (dimensions < 0) {
            throw new IllegalArgumentException("Augmentation: dimensions must not be negative but are " + dimensions);
        }
    }

    /** With a posterior that is a flow of one step. */
    public static Augmentation of(int dimensions) {
        return new Augmentation(dimensions, List.of(), new Posterior(Posterior.Kind.FLOW, 1));
    }

    /** With another number of dimensions, in another order. */
    public Augmentation with(int number, List<Integer> positions) {
        return new Augmentation(number, positions, posterior);
    }

    /** With another posterior. */
    public Augmentation withPosterior(Posterior q) {
        return new Augmentation(dimensions, order, q);
    }

    /**
     * q(z|x) of a VFlow of rows.
     *
     * @param kind of distribution
     * @param steps of a {@link Kind#FLOW}
     */
    public record Posterior(Kind kind, int steps) {
        /** Checks the number of steps. */
        public Posterior {
            if (steps < 1) {
                throw new IllegalArgumentException("Augmentation.Posterior: steps must be at least 1 but got " + steps);
            }
        }

        /** The posteriors q(z|x) that a VFlow of rows may have. */
        public enum Kind {
            /** N(0, I), whatever x. */
            PRIOR,
            /** One elementwise layer whose parameters are made from x. */
            GAUSSIAN,
            /** Conditional steps; a single dimension cannot be split, so it gets the elementwise layer. */
            FLOW
        }
    }
}
