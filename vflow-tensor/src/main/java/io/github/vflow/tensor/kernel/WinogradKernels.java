package io.github.vflow.tensor.kernel;

import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.kernel.operand.WinogradTiles;

/**
 * The transformations of Winograd's convolution F(2×2, 3×3) (Lavin and Gray, 2016). Each of the sixteen planes has one number of
 * each tile.
 */
public interface WinogradKernels {
    /** Computes planes v = Bᵀ·x·B of tiles of 4×4 pixels, which overlap by two. */
    void planes(float[] m, int x, int v, WinogradTiles t);

    /** Computes planes v = A·g·Aᵀ of tiles of 2×2 cotangents. */
    void cotangentPlanes(float[] m, int g, int v, WinogradTiles t);

    /** Computes tiles of 2×2 pixels y = Aᵀ·v·A. */
    void pixels(float[] m, int v, int y, WinogradTiles t);

    /** Computes a weighted sum of runs. */
    void combine(float[] m, int x, int y, Combination c);
}
