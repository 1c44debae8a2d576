/**
 * The trained density of a table: it scores, draws and fills rows under a schema, is read from a file, and has the scores that alarms compare. {@code
 * TableModel} is its door; start with {@code TableDensity}.
 */
package io.github.vflow.table.density;
