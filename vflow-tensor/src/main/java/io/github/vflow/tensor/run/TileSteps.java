package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Grid;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.plan.Fusion;
import io.github.vflow.tensor.plan.Rowwise;
import io.github.vflow.tensor.plan.Slots;
import io.github.vflow.tensor.plan.Tiling;
import java.util.List;
import java.util.stream.IntStream;

/** Steps for groups of operations on rows: all of them on one tile, then all on the next. */
final class TileSteps {
    private static final int TILE = 1024;

    /** Tiles of a chunk. */
    private static final int TOGETHER = 4;

    /** One operation on a tile; the last tile may not be whole. */
    private interface TileOp {
        void run(float[] m, int tile, boolean whole, int scratch);
    }

    /**
     * Where an array is found on a tile.
     *
     * @param base its offset in memory, or in the tile memory
     * @param step from tile to tile
     * @param inner whether it lies in the tile memory
     */
    private record Place(int base, int step, boolean inner) {
        int at(int tile, int scratch) {
            return inner ? scratch + base : base + tile * step;
        }
    }

    private final BufferPlan plan;
    private final ElementwiseSteps elementwise;
    private final ReductionSteps reductions;
    private final Workers workers;
    private final Scratch scratch;

    TileSteps(
            BufferPlan plan,
            ElementwiseSteps elementwise,
            ReductionSteps reductions,
            Workers workers,
            Scratch scratch) {
        this.plan = plan;
        this.elementwise = elementwise;
        this.reductions = reductions;
        this.workers = workers;
        this.scratch = scratch;
    }

    Step of(Fusion.Group group) {
        Tiles tiles = new Tiles(group);
        TileOp[] ops = group.instructions().stream().map(tiles::op).toArray(TileOp[]::new);
        int count = tiles.count();
        int together = tiles.tiling.size() < ElementwiseSteps.PARALLEL ? count : TOGETHER;
        boolean divides = tiles.tiling.pieces() % tiles.pieces == 0;
        int needed = tiles.slots.count() * tiles.width;
        int memory = scratch.take(needed * workers.count());
        return workers.placed((count + together - 1) / together, (m, chunk, worker) -> {
            int end = Math.min(count, (chunk + 1) * together);
            for (int tile = chunk * together; tile < end; tile++) {
                for (TileOp o : ops) {
                    o.run(m, tile, divides || tile < count - 1, memory + worker * needed);
                }
            }
        });
    }

    /** How the arrays of a group are cut into tiles. */
    private final class Tiles {
        private final Slots slots;
        private final Tiling tiling;
        private final int pieces;
        private final int width;

        Tiles(Fusion.Group group) {
            this.slots = new Slots(plan, group);
            this.tiling = Tiling.of(group.instructions());
            this.pieces = Math.max(1, TILE / tiling.piece());
            this.width =
                    (pieces * tiling.piece() + BufferPlan.ALIGNMENT - 1) / BufferPlan.ALIGNMENT * BufferPlan.ALIGNMENT;
        }

        int count() {
            return (tiling.pieces() + pieces - 1) / pieces;
        }

        /** Rows of an operation in a tile. */
        private int whole(Rowwise r) {
            return r.rows() / tiling.pieces() * pieces;
        }

        /** Rows of an operation in the last tile, if that is not whole. */
        private int last(Rowwise r) {
            return r.rows() / tiling.pieces() * (tiling.pieces() % pieces);
        }

        private Place place(Value v, int step) {
            return slots.contains(v) ? new Place(slots.of(v) * width, 0, true) : new Place(plan.offset(v), step, false);
        }

        TileOp op(Program.Instruction i) {
            Op op = i.op();
            Rowwise r = Rowwise.of(op).orElseThrow();
            Place y = place(i.result(), whole(r) * r.columns());
            List<Place> operands = IntStream.range(0, op.operands().size())
                    .mapToObj(o -> place(
                            op.operands().get(o), whole(r) * r.operands().get(o).row()))
                    .toList();
            return switch (op) {
                case Unary u -> unary(elementwise.kernel(u), r, operands.getFirst(), y);
                case Binary b -> binary(elementwise.kernel(b), r, operands.get(0), operands.get(1), y);
                case Reduction f -> reduction(reductions.kernel(f), r, operands.getFirst(), y);
                default -> throw new IllegalStateException("not an operation on rows: " + op);
            };
        }

        private TileOp unary(ElementwiseSteps.UnaryKernel k, Rowwise r, Place x, Place y) {
            int n = whole(r) * r.columns();
            int rest = last(r) * r.columns();
            return (m, tile, whole, at) -> k.run(m, x.at(tile, at), y.at(tile, at), whole ? n : rest);
        }

        private TileOp reduction(ReductionSteps.Kernel k, Rowwise r, Place x, Place y) {
            int n = r.operands().getFirst().row();
            int rows = whole(r);
            int rest = last(r);
            return (m, tile, whole, at) -> k.run(m, x.at(tile, at), y.at(tile, at), whole ? rows : rest, n, 1);
        }

        private TileOp binary(ElementwiseSteps.BinaryKernel k, Rowwise r, Place a, Place b, Place y) {
            Grid grid = grid(r, whole(r));
            Grid rest = grid(r, last(r));
            return (m, tile, whole, at) ->
                    k.run(m, a.at(tile, at), b.at(tile, at), y.at(tile, at), whole ? grid : rest);
        }
    }

    /** Rows of one column are a row. */
    private static Grid grid(Rowwise r, int rows) {
        Rowwise.Reach a = r.operands().get(0);
        Rowwise.Reach b = r.operands().get(1);
        return r.columns() == 1
                ? new Grid(1, rows, 0, 0, a.row(), 0, b.row())
                : new Grid(rows, r.columns(), r.columns(), a.row(), a.column(), b.row(), b.column());
    }
}
