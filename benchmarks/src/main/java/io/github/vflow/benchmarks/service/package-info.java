/** A model in a service: shared by threads, soaked, and just started. {@code docs/lab/service.md} has the results. */
package io.github.vflow.benchmarks.service;
