/** A model in a service: shared by threads, soaked, and just started. {@code docs/lab/performance.md#a-service} has the results. */
package io.github.vflow.benchmarks.service;
