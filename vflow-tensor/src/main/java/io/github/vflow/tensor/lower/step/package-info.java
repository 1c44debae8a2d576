/**
 * The parts of all families of steps: a {@link Step} works on the memory of a program, {@link Workers} share its chunks,
 * {@link Scratch} hands out memory behind the plan, {@link Product} is a matrix product of any depth.
 *
 * <p>Knows no operation.
 */
package io.github.vflow.tensor.lower.step;
