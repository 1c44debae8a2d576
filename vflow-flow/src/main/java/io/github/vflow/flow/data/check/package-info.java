/** Faults of columns of rows: {@link io.github.vflow.flow.data.check.ColumnException}. */
package io.github.vflow.flow.data.check;
