/**
 * Missing cells: how well a flow, column means, nearest neighbours and a Gaussian by EM score and fill rows with gaps. {@link
 * io.github.vflow.benchmarks.missing.MissingCells} is the command; {@code docs/lab/tables.md#missing-cells} has the results. A missing cell is NaN.
 */
package io.github.vflow.benchmarks.missing;
