package io.github.vflow.tensor.kernel.operand;

/**
 * Tiles of an image and their sixteen planes in Winograd's convolution. Tile (i, j) begins at pixel (2i, 2j). Channels are
 * contiguous in pixels and in planes.
 *
 * @param rows of tiles
 * @param columns tiles of a row
 * @param channels of a pixel
 * @param row floats from row to row of pixels
 * @param pixel floats from pixel to pixel
 * @param plane floats from plane to plane
 * @param tile floats from tile to tile in a plane
 */
public record WinogradTiles(int rows, int columns, int channels, int row, int pixel, int plane, int tile) {}
