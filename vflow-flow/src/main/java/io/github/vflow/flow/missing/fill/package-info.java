/**
 * Fills missing cells: {@link io.github.vflow.flow.missing.fill.FillTraining} learns their density given the known ones, and {@link
 * io.github.vflow.flow.missing.fill.Imputer} draws from it.
 */
package io.github.vflow.flow.missing.fill;
