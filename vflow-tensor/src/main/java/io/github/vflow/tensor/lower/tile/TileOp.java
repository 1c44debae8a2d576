package io.github.vflow.tensor.lower.tile;

/** One operation of a group on a tile. */
interface TileOp {
    /**
     * Computes the tile.
     *
     * @param whole whether the tile has all its rows; the last tile may have fewer
     * @param scratch where the tile memory begins
     */
    void run(float[] m, int tile, boolean whole, int scratch);

    /**
     * The place of an array of a tile.
     *
     * @param base its offset in memory, or in the tile memory
     * @param step from tile to tile
     * @param inner whether it is in the tile memory
     */
    record Place(int base, int step, boolean inner) {
        int at(int tile, int scratch) {
            return inner ? scratch + base : base + tile * step;
        }

        Place plus(int offset) {
            return new Place(base + offset, step, inner);
        }
    }
}
