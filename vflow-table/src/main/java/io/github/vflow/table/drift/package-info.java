/**
 * Drift: whether rows still look like the rows that trained a model.
 *
 * <p>A {@link io.github.vflow.table.drift.Baseline} is the distribution of training rows and of their scores. Start with
 * {@link io.github.vflow.table.drift.DriftMonitor} for streams, whose rate of false alarms is stated, and with
 * {@link io.github.vflow.table.drift.Comparison.Window} for the comparison of a batch. {@code ColumnWatch} is a monitor's state of one column;
 * {@code drift.statistic} has the bounds and tests.
 *
 * <p>Uses numbers and JSON only: it knows neither tables nor models, which know it.
 */
package io.github.vflow.table.drift;
