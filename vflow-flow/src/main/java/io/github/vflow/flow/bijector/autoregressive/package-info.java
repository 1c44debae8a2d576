/**
 * Maps of rows whose dimension j depends on the dimensions up to j, and the networks that make their parameters.
 *
 * <p>{@link Autoregressive} is a good first read; {@link Made} is its usual network. They are made of {@code bijector},
 * {@code transformer} and the layers of {@code nn}.
 */
package io.github.vflow.flow.bijector.autoregressive;
