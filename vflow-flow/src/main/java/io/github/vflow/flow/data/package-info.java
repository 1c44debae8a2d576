/**
 * Data in memory: tables, images, toy densities, and the standardisation of columns in double.
 *
 * <p>{@link Rows} and {@link Images} are immutable and checked when they are made. Readers of image files are in {@code data.image}.
 */
package io.github.vflow.flow.data;
