/**
 * The contract between programs and what runs them: {@link Engine}, {@link Executable}, {@link Sharded}.
 *
 * <p>An engine compiles a program once; what it compiles runs many times in memory of its own. Implement {@link Engine} and name it for the
 * service loader to add one.
 */
package io.github.vflow.tensor.engine;
