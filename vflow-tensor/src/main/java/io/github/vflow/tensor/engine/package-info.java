/**
 * The contract between programs and engines: {@link Engine}, {@link Executable}, {@link Sharded}.
 *
 * <p>An engine compiles a program once; the executable runs many times in memory of its own. Implement {@link Engine} and name it for the
 * service loader to add one.
 */
package io.github.vflow.tensor.engine;
