/**
 * Evaluation: ELBO and importance-weighted log-likelihood of many rows ({@link Bounds}) and of one ({@link Scorer}).
 *
 * <p>A finite row has a finite number or −∞ here, never NaN.
 */
package io.github.vflow.flow.bound;
