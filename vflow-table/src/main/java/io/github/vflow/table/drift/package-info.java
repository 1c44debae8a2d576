/**
 * Drift: whether rows still look like those that a model was trained on.
 *
 * <p>A {@link io.github.vflow.table.drift.Baseline} is what training rows looked like, one {@link io.github.vflow.table.drift.Reference} for each
 * column and one for the score. Start with {@link io.github.vflow.table.drift.DriftMonitor} for streams, whose rate of false alarms is
 * stated, and with {@link io.github.vflow.table.drift.Window} for the comparison of a batch. {@code Band} bounds the error of a finite
 * baseline, {@code Bets} are what the monitor bets, {@code ColumnWatch} is its memory of one column.
 *
 * <p>Uses numbers, ln Γ and JSON only: it knows neither tables nor models, which know it.
 */
package io.github.vflow.table.drift;
