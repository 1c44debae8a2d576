/**
 * Data in memory: tables of rows, and the standardisation of columns in double.
 *
 * <p>{@link Rows} are immutable and checked when they are made. Images and their files are in the module {@code vflow-image}.
 */
package io.github.vflow.flow.data;
