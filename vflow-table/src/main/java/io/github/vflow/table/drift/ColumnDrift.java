package io.github.vflow.table.drift;

/**
 * What a monitor knows of one column, or of the score.
 *
 * @param column its name, or {@link Baseline#SCORE}
 * @param drifted whether there is an alarm and this column alone would have raised it
 * @param since the row, counted from 1, from which its rows speak most against the baseline; zero if its baseline is too small to tell
 * @param evidence the mean of its bets' detectors. While nothing drifts, its mean after t rows is at most t
 * @param stability the population stability index of its rows: since the change if it drifted, else of all rows. Below 0.1 is usually
 *     called small, above 0.25 large; chance alone makes it about (g − 1)(1/n + 1/m) for g groups, n and m rows
 */
public record ColumnDrift(String column, boolean drifted, long since, double evidence, double stability) {}
