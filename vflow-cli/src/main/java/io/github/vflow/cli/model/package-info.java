/**
 * Models that commands apply: loading ({@link ModelInput}), likelihoods of many rows, costs, descriptions and pictures of samples.
 *
 * <p>Uses {@code console}.
 */
package io.github.vflow.cli.model;
