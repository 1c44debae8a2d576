/**
 * Builds models from specifications.
 *
 * <p>{@link io.github.vflow.flow.architecture.Models} is the door: it declares the parameters of a model and puts its surjections, bijectors
 * and base together. {@code RowArchitecture} and {@code ImageArchitecture} say in which order. {@link
 * io.github.vflow.flow.architecture.Mixtures} mixes trained models, {@link io.github.vflow.flow.architecture.Theorem1} augments a flow.
 */
package io.github.vflow.flow.architecture;
