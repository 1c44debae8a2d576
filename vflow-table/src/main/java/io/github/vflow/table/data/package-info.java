/** Tables in memory, and how they are read. Start with {@code Table}. */
package io.github.vflow.table.data;
