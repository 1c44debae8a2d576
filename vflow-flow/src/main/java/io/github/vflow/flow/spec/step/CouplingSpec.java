package io.github.vflow.flow.spec.step;

import io.github.vflow.flow.transformer.Transformer;

/**
 * The elementwise map τ of the couplings.
 *
 * @param kind of map
 * @param components K, the logistics of a mixture or the bins of a spline; zero for other kinds
 */
public record CouplingSpec(CouplingKind kind, int components) {
    private static final int COMPONENTS = 8;

    /** Checks the number of components, which is zero for a kind that has none. */
    public CouplingSpec {
        components = kind.hasComponents() ? components : 0;
        int least = kind.leastComponents();
        if (components < least) {
            throw new IllegalArgumentException(
                    "CouplingSpec: a " + (kind.isMixture() ? "mixture" : "spline") + " needs at least " + least
                            + (least == 1 ? " component" : " components") + " but got " + components);
        }
    }

    /** A kind, with 8 components if it has components. */
    public static CouplingSpec of(CouplingKind kind) {
        return new CouplingSpec(kind, COMPONENTS);
    }

    /** τ. */
    public Transformer transformer() {
        return kind.transformer(components);
    }
}
