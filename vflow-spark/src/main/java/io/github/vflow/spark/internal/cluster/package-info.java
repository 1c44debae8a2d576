/**
 * Shards of a training step as tasks of Spark's own jobs.
 *
 * <p>{@link SparkEngine} compiles like the engine of the driver, but each step is a job: its tasks take parameters and rows, and compute
 * the gradients of the shards, which Spark collects in the order of the shards. So the bits of a step depend on the number of shards alone, and
 * Spark runs the task of a lost executor again.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.cluster;

import org.jspecify.annotations.NullMarked;
