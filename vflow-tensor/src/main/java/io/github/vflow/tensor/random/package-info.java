/**
 * Random numbers by counter: (seed, purpose, position) gives the same numbers everywhere.
 *
 * <p>{@link Purpose} lists everything that random numbers are drawn for, so that no two uses of one seed share them.
 */
package io.github.vflow.tensor.random;
