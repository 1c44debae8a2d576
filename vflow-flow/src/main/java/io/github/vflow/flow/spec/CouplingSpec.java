package io.github.vflow.flow.spec;

import io.github.vflow.flow.transformer.Transformer;

/**
 * The elementwise map τ of the couplings.
 *
 * @param kind of map
 * @param components K of a mixture; zero for other kinds
 */
public record CouplingSpec(CouplingKind kind, int components) {
    private static final int COMPONENTS = 8;

    /** Checks the number of components, which is zero for a kind that has none. */
    public CouplingSpec {
        components = kind.isMixture() ? components : 0;
        if (kind.isMixture() && components < 1) {
            throw new IllegalArgumentException(
                    "CouplingSpec: a mixture needs at least 1 component but got " + components);
        }
    }

    /** A kind, with 8 components if it is a mixture. */
    public static CouplingSpec of(CouplingKind kind) {
        return new CouplingSpec(kind, COMPONENTS);
    }

    /** τ. */
    public Transformer transformer() {
        return kind.transformer(components);
    }
}
