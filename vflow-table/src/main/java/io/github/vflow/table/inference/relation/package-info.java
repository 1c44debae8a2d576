/**
 * Finds columns that other columns determine in all rows of a table. Start with {@code RelationSearch}. Uses {@code schema} and rows of numbers.
 */
package io.github.vflow.table.inference.relation;
