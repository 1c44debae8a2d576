/**
 * Turns the instructions of a program into steps on planned memory.
 *
 * <p>Start reading at {@link Lowering}, which asks a family of operations for the step of each instruction. Large families have rooms of
 * their own below this one; matrices and mixtures are here. Sees {@code plan} and the contracts in {@code kernel}, never {@code vector}.
 */
package io.github.vflow.tensor.lower;
