package io.github.vflow.tensor.lower.tile;

import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.plan.Rowwise;
import io.github.vflow.tensor.plan.TileSlots;
import io.github.vflow.tensor.plan.Tiling;

/** The tiles of a group: how its arrays are cut, and where the arrays of a tile lie in tile memory. */
final class TileMemory {
    /**
     * Elements of the largest array in a tile, about. The arrays of a tile stay in the second-level cache. Tiles for the
     * first-level cache would be a quarter as large, and take longer: they read 4 KiB here and 4 KiB there, with a call for each.
     */
    private static final int TILE = 8192;

    private final BufferPlan plan;
    private final TileSlots slots;
    private final Tiling tiling;
    private final int pieces;
    private final int width;
    private int taken;

    TileMemory(BufferPlan plan, Fusion.Group group) {
        this.plan = plan;
        this.slots = new TileSlots(plan, group);
        this.tiling = Tiling.of(group.instructions());
        this.pieces = Math.clamp(TILE / tiling.piece(), 1, tiling.pieces());
        this.width = (pieces * tiling.piece() + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
        this.taken = slots.count() * width;
    }

    int count() {
        return (tiling.pieces() + pieces - 1) / pieces;
    }

    boolean isWhole(int tile) {
        return (tile + 1) * pieces <= tiling.pieces();
    }

    /** Rows of an operation in a tile. */
    int rows(Rowwise r) {
        return r.rows() / tiling.pieces() * pieces;
    }

    /** Rows of an operation in the last tile, or 0 if that is whole. */
    int rest(Rowwise r) {
        return r.rows() / tiling.pieces() * (tiling.pieces() % pieces);
    }

    /** The place of a value that moves on by some elements from tile to tile. */
    TileOp.Place place(Value v, int step) {
        return slots.contains(v)
                ? new TileOp.Place(slots.of(v) * width, 0, true)
                : new TileOp.Place(plan.offset(v), step, false);
    }

    /** Takes tile memory for an array that is no value of the program. */
    TileOp.Place take() {
        int at = taken;
        taken += width;
        return new TileOp.Place(at, 0, true);
    }

    /** Floats of tile memory. */
    int memory() {
        return taken;
    }
}
