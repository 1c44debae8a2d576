/**
 * Pictures as PNG: grids of images, densities, scatter plots and curves, with error bars or without.
 *
 * <p>A {@link Picture} paints itself with Java2D and writes its file atomically; it needs no screen. Start with {@link ImageGrid} for images
 * and {@link CurvePlot} for curves; a {@link Figure} puts densities and scatter plots side by side. Uses
 * {@code image} and {@code flow.data}.
 */
package io.github.vflow.image.plot;
