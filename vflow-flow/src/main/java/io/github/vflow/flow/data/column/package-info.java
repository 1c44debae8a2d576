/** Statistics of a single column of rows, and faults of columns. Start with {@link io.github.vflow.flow.data.column.Sorted}. */
package io.github.vflow.flow.data.column;
