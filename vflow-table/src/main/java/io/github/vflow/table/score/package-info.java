/**
 * The scores that verdicts compare, and the interface of a model that gives them. A score is no ln p, which is a
 * {@link io.github.vflow.flow.evaluation.ImportanceEstimate}.
 *
 * <p>Start with {@link io.github.vflow.table.score.Scorer}. Uses {@code io.github.vflow.flow} and numbers as text. Exported to no other module.
 */
package io.github.vflow.table.score;
