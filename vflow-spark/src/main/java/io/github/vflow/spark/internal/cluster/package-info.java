/**
 * Shards of a training step on the executors of a cluster.
 *
 * <p>{@link ClusterEngine} compiles like the vector engine of the driver, but the shards of a batch go to workers. A {@link Crew} keeps the
 * connections: each task of a Spark job is a {@link Worker} that dials the driver. The driver sends programs, parameters and rows, and adds
 * the gradients in the order of the shards. So the bits of a step depend on the number of shards alone, and a lost worker costs time only.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.cluster;

import org.jspecify.annotations.NullMarked;
