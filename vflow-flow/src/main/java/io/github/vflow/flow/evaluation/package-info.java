/**
 * Evaluation: ELBO and importance-weighted log-likelihood of one row and of many.
 *
 * <p>{@link Evaluator} is the entry point. The score of a finite row is finite or −∞, never NaN, and does not depend on
 * the other rows.
 */
package io.github.vflow.flow.evaluation;
