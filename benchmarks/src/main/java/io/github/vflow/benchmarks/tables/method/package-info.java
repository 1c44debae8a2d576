/**
 * Methods that say how normal a row is, behind {@link io.github.vflow.benchmarks.tables.method.Detector}. {@link
 * io.github.vflow.benchmarks.tables.method.MethodName} lists them. They use no other package of the benchmarks.
 */
package io.github.vflow.benchmarks.tables.method;
