/**
 * Surjections that make numbers, categories and pixels continuous, and fill missing cells, with their distributions.
 *
 * <p>{@link Parallel} puts the surjections of all columns side by side; {@link FillMissing} integrates missing cells out.
 */
package io.github.vflow.flow.surjection.column;
