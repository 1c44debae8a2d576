/**
 * Pictures as PNG: grids of images, and densities on the plane as pixels.
 *
 * <p>Needs no fonts, no screen and no window system. Start with {@link ImageGrid}. Uses {@code image} and {@code flow.data}.
 */
package io.github.vflow.image.plot;
