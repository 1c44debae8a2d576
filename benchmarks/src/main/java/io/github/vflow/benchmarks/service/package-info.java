/** A model in a service: shared by threads, soaked, and just started. {@code docs/services.md} has the results. */
package io.github.vflow.benchmarks.service;
