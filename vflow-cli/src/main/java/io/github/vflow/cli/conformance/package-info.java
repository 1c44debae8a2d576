/**
 * Checks of engines against numbers: fixtures that another implementation computed ({@link Report}), and a short program on the oracle
 * ({@link EngineCheck}).
 *
 * <p>Start with {@link Fixture}, which reads a file, and {@link Comparison}, one line of the result.
 */
package io.github.vflow.cli.conformance;
