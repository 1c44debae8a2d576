/**
 * The default engine, and executables in stages.
 *
 * <p>{@link VectorEngine} lays a program out, plans its memory, lowers it to steps and runs them on an array of floats. It takes the steps
 * from {@code lower} and the kernels from {@code vector}. {@link StagedExecutable} works on any engine. For our own modules.
 */
package io.github.vflow.tensor.execution;
