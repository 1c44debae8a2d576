package io.github.vflow.table.drift;

/**
 * A column, or the score, of a batch beside its baseline.
 *
 * @param column its name, or {@link Baseline#SCORE}
 * @param statistic the largest distance of the distribution functions of numbers; χ² of categories
 * @param pValue the probability of such a statistic, or a larger one, if batch and baseline have one distribution
 * @param adjusted the p-value after Holm's correction for the number of columns
 * @param stability the population stability index. Below 0.1 is usually called small, above 0.25 large;
 *     chance alone makes it about (g − 1)(1/n + 1/m) for g groups, n and m rows
 */
public record ColumnComparison(String column, double statistic, double pValue, double adjusted, double stability) {}
