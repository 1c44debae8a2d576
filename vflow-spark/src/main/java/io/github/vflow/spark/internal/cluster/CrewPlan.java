package io.github.vflow.spark.internal.cluster;

import java.time.Duration;

/**
 * The number of workers, and the limits of waiting for them.
 *
 * @param workers tasks that ask for a slot of the cluster each; training goes on with as many as have one
 * @param timeout the longest wait for a worker to dial, to answer, or to take a shard
 * @param port of the driver for workers; zero for a free one
 */
public record CrewPlan(int workers, Duration timeout, int port) {
    public CrewPlan {
        if (workers < 1 || timeout.toSeconds() < 1 || port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "CrewPlan: there must be a worker, a timeout of at least a second and a port in [0, 65535] but got "
                            + workers + ", " + timeout + " and " + port);
        }
    }
}
