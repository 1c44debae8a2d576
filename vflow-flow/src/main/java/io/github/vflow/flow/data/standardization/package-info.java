/** Columns with mean zero and variance one: {@link io.github.vflow.flow.data.standardization.Standardization}. */
package io.github.vflow.flow.data.standardization;
