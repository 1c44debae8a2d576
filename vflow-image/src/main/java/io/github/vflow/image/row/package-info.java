/** Images as rows of a model: {@link io.github.vflow.image.row.PixelRows}. */
package io.github.vflow.image.row;
