/**
 * The engines to run a program with. {@link Engines} is the public door.
 *
 * <p>{@link VectorEngine} lays a program out, plans its memory, lowers it to steps and runs them on an array of floats. It takes the steps
 * from {@code lower} and the kernels from {@code vector}.
 */
package io.github.vflow.tensor.run;
