/**
 * Builds models from specifications.
 *
 * <p>{@link Models} is the door: it declares the parameters of a model and puts its surjections, bijectors and base together. {@code
 * RowArchitecture} and {@code ImageArchitecture} say in which order. {@link Theorem1} augments a flow.
 */
package io.github.vflow.flow.architecture;
