/**
 * Images in memory: labelled sets of equal size ({@link Images}), the digits that come with the library, and the rows that a model of images
 * takes ({@link PixelRows}).
 *
 * <p>Uses {@code flow} only. Start with {@code ImageFiles.read} of {@code image.file} or {@link Digits#load}, then {@link PixelRows#rows}.
 */
package io.github.vflow.image;

import io.github.vflow.image.row.PixelRows;
