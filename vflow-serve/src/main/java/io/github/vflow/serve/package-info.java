/**
 * Meters of models in production, for programs that score rows by themselves.
 *
 * <p>Start with {@link io.github.vflow.serve.VFlowMetrics}. The service over HTTP is in the packages below, for the command {@code vflow serve}.
 */
package io.github.vflow.serve;
