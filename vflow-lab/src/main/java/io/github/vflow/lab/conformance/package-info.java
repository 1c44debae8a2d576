/**
 * The command {@code conformance} ({@link Conformance}), which compares engines with the numbers of fixtures that another implementation
 * computed ({@link Report}).
 *
 * <p>Start with {@link Fixture}, which reads a file, and {@link Comparison}, one line of the result.
 */
package io.github.vflow.lab.conformance;
