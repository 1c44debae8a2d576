/**
 * Densities of Datasets, in the conventions of Spark ML.
 *
 * <p>{@link VFlow} learns a density from a Dataset, on the driver or by jobs of its cluster; {@link VFlowModel} adds the log-density of each
 * row as a column. A score is a function of model and row: partitions, order, retries and streams do not change its bits.
 *
 * <p>This package is the door. {@code internal} and the packages below it promise nothing: {@code scoring} applies a model to partitions,
 * {@code dataset} has the rows of a Dataset, {@code params} the parameters, {@code cluster} the jobs of training steps, and {@code rows} the
 * batches of rows that executors hold.
 */
@NullMarked
package io.github.vflow.spark;

import org.jspecify.annotations.NullMarked;
