/**
 * Specifications: the architectures of models as plain numbers and names, which a model file stores. {@code flow.architecture} builds models
 * from them.
 *
 * <p>Start with {@link io.github.vflow.flow.spec.RowSpec}. Its parts are here, in {@code column} and {@code step}; the parts of {@link
 * io.github.vflow.flow.spec.ImageSpec} are in {@code image} and {@code step}.
 */
package io.github.vflow.flow.spec;
