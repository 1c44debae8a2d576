/**
 * Columns with mean zero and variance one, {@link io.github.vflow.flow.data.standardization.Standardization}, and with a normal distribution,
 * {@link io.github.vflow.flow.data.standardization.MarginalMap}.
 */
package io.github.vflow.flow.data.standardization;
