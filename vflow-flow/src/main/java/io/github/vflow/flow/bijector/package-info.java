/**
 * Invertible maps with their log-determinants: one file for each.
 *
 * <p>{@link Bijector} states the laws, {@code audit} checks them. {@link Coupling} and {@link ActNorm} are good first reads; CONTRIBUTING.md
 * says how to add one.
 */
package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
