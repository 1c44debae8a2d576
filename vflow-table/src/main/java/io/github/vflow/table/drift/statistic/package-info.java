/**
 * Statistics of drift over counts of cells: the confidence band of a finite baseline, the bets of a monitor, and the test
 * of two samples.
 *
 * <p>Uses numbers and ln Γ only. Start with {@link io.github.vflow.table.drift.statistic.Bets}. Not exported.
 */
package io.github.vflow.table.drift.statistic;
