/**
 * The vector engine: how each operation becomes steps over kernels, and the threads that run them.
 *
 * <p>{@link Engines} is the public door. The steps of an operation family are in the file of that name, {@code Workers} shares chunks among
 * threads. Uses {@code plan} and {@code kernel}, never {@code vector} directly.
 */
package io.github.vflow.tensor.run;
