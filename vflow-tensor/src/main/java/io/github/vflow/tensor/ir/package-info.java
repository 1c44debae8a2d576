/**
 * Programs: the sealed {@link Op} with a record for each operation, values and {@link Program}.
 *
 * <p>Every transformation and every engine is an exhaustive switch over {@link Op}, so a new operation does not compile until each of
 * them has learned it. Uses {@code shape} only. Start with {@link Op} and {@link Program}.
 */
package io.github.vflow.tensor.ir;
