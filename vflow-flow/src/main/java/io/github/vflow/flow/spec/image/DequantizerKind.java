package io.github.vflow.flow.spec.image;

/** The dequantizers r(u|x) that a model of images may have. */
public enum DequantizerKind {
    /** Uniform on the unit cube. */
    UNIFORM,
    /** A conditional flow that ends in a sigmoid (Ho et al., 2019). */
    VARIATIONAL
}
