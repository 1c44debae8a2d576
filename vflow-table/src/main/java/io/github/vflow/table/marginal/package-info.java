/**
 * The distributions of single columns, without regard to the others, as verdicts compare rows with them. No joint densities, which are in
 * {@code io.github.vflow.table.density}, and no drift.
 *
 * <p>Start with {@link io.github.vflow.table.marginal.Marginals}. Uses {@code io.github.vflow.flow} and JSON;
 * {@code io.github.vflow.table.density.ColumnMarginals} makes them of a table. Exported to no other module.
 */
package io.github.vflow.table.marginal;
