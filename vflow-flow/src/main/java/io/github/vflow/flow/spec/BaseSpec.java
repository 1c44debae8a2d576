package io.github.vflow.flow.spec;

/** The base distribution p_ε of a flow. */
public sealed interface BaseSpec {
    /** N(0, I). */
    record Normal() implements BaseSpec {}

    /**
     * A Student t in each dimension.
     *
     * @param freedom ν, or where its training starts; greater than 1
     * @param trained whether each dimension learns its ν
     */
    record Student(double freedom, boolean trained) implements BaseSpec {
        /** The largest ν; a t of more is a normal distribution in float32. */
        public static final double MOST = 1e6;

        public Student {
            if (!(freedom > 1 && freedom <= MOST)) {
                throw new IllegalArgumentException(
                        "BaseSpec.Student: degrees of freedom must be greater than 1 and at most 1e6 but are "
                                + freedom);
            }
        }
    }

    /**
     * A mixture of normal distributions with diagonal covariances.
     *
     * @param components K
     */
    record Mixture(int components) implements BaseSpec {
        /** Checks K. */
        public Mixture {
            if (components < 1) {
                throw new IllegalArgumentException(
                        "BaseSpec.Mixture: components must be at least 1 but are " + components);
            }
        }
    }

    /** N(0, I). */
    static BaseSpec normal() {
        return new Normal();
    }

    /** A Student t in each dimension, whose degrees of freedom are learned from 8 on. */
    static BaseSpec student() {
        return new Student(8, true);
    }

    /** Whether it is N(0, I). */
    default boolean isNormal() {
        return this instanceof Normal;
    }
}
