/**
 * The contract between programs and engines: {@link Engine}, {@link Executable}, {@link Engine.Sharded}.
 *
 * <p>An engine compiles a program once; the executable runs many times in memory of its own. The service loader
 * finds the engines of other modules of ours, such as {@code vflow-tornado}.
 */
package io.github.vflow.tensor.engine;
