/**
 * Evaluation: ELBO and importance-weighted log-likelihood of one row and of many.
 *
 * <p>{@link Evaluator} is the only way in. A finite row has a finite number or −∞, never NaN, and its number depends on the model and the
 * row alone.
 */
package io.github.vflow.flow.evaluation;
