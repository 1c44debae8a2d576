package io.github.vflow.flow.spec;

import java.util.List;

/**
 * The augmented dimensions z of a VFlow.
 *
 * @param dimensions D_Z; zero is a plain flow
 * @param order the dimensions [x, z] in the order of p: position i holds dimension order[i]; empty if p takes them in order
 * @param posterior q(z|x); ignored without augmentation
 */
public record Augmentation(int dimensions, List<Integer> order, PosteriorSpec posterior) {
    /** Copies the list, and checks the number of dimensions. */
    public Augmentation {
        order = List.copyOf(order);
        if (dimensions < 0) {
            throw new IllegalArgumentException("Augmentation: dimensions must not be negative but are " + dimensions);
        }
    }

    /** With a posterior that is a flow of one step. */
    public static Augmentation of(int dimensions) {
        return new Augmentation(dimensions, List.of(), new PosteriorSpec(PosteriorKind.FLOW, 1));
    }

    /** With another number of dimensions, in another order. */
    public Augmentation with(int number, List<Integer> positions) {
        return new Augmentation(number, positions, posterior);
    }

    /** With another posterior. */
    public Augmentation withPosterior(PosteriorSpec q) {
        return new Augmentation(dimensions, order, q);
    }
}
