package io.github.vflow.tensor.kernel.operand;

/**
 * Tiles of an image and their places in sixteen planes, as Winograd's convolution has them: tile (i, j) begins at pixel (2i, 2j), and
 * its channels are contiguous both in a pixel and in a plane.
 *
 * @param rows of tiles
 * @param columns tiles of a row
 * @param channels of them
 * @param row floats from row to row of pixels
 * @param pixel floats from pixel to pixel
 * @param plane floats from plane to plane
 * @param tile floats from tile to tile in a plane
 */
public record WinogradTiles(int rows, int columns, int channels, int row, int pixel, int plane, int tile) {}
