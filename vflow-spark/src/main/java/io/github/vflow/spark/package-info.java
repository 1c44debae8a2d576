/**
 * Densities of Datasets, in the conventions of Spark ML.
 *
 * <p>{@link VFlow} learns a density from a Dataset, on the driver and the workers of its cluster; {@link VFlowModel} adds the log-density of each
 * row as a column. A score is a function of model and row: partitions, order, retries and streams do not change its bits.
 */
@NullMarked
package io.github.vflow.spark;

import org.jspecify.annotations.NullMarked;
