package io.github.vflow.tensor.lower.tile;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MovementKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import io.github.vflow.tensor.lower.elementwise.ElementwiseSteps;
import io.github.vflow.tensor.lower.elementwise.ReductionSteps;
import io.github.vflow.tensor.lower.tile.TileOp.Place;
import io.github.vflow.tensor.plan.Rowwise;
import io.github.vflow.tensor.plan.Rowwise.OperandStride;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The operations of a group, as kernels on a tile. */
final class TileOps {
    /** Rows up to this width get no loop of their own: operands that are broadcast over them are laid out first. */
    private static final int NARROW = 64;

    /** A shared row that is laid out for some rows; operations of a group may have different numbers of rows. */
    private record Shared(Place row, int rows, int columns) {}

    private final TileMemory tiles;
    private final Kernels kernels;
    private final ElementwiseSteps elementwise;
    private final ReductionSteps reductions;
    private final Map<Shared, Place> shared = new HashMap<>();
    private final Map<Integer, Place> spread = new HashMap<>();
    private final List<TileOp> first = new ArrayList<>();
    private final List<TileOp> each = new ArrayList<>();

    TileOps(TileMemory tiles, Kernels kernels, ElementwiseSteps elementwise, ReductionSteps reductions) {
        this.tiles = tiles;
        this.kernels = kernels;
        this.elementwise = elementwise;
        this.reductions = reductions;
    }

    /** The work that is done once for some tiles. */
    TileOp[] first() {
        return first.toArray(TileOp[]::new);
    }

    /** The work that is done for each tile. */
    TileOp[] each() {
        return each.toArray(TileOp[]::new);
    }

    void add(Program.Instruction i) {
        Op op = rowsFirst(i.op());
        Rowwise r = Rowwise.of(op).orElseThrow();
        Place y = tiles.place(i.result(), tiles.rows(r) * r.columns());
        List<Place> xs = new ArrayList<>();
        for (int o = 0; o < op.operands().size(); o++) {
            OperandStride stride = r.operands().get(o);
            xs.add(tiles.place(op.operands().get(o), tiles.rows(r) * stride.row())
                    .plus(stride.from()));
        }
        boolean narrow = r.columns() > 1 && r.columns() <= NARROW;
        if (narrow && (op instanceof Binary || op instanceof Select) && !inVectors(op, r)) {
            for (int o = 0; o < xs.size(); o++) {
                xs.set(o, laidOut(r, o, xs.get(o)));
            }
            lower(op, r.flat(), xs, y);
        } else {
            lower(op, r, xs, y);
        }
    }

    /** The same sum or product, with an operand of one element for each row behind the operand of whole rows. */
    private static Op rowsFirst(Op op) {
        boolean number = Rowwise.of(op).orElseThrow().operands().getFirst().column() == 0;
        return switch (op) {
            case Binary.Add s when number -> new Binary.Add(s.b(), s.a());
            case Binary.Mul p when number -> new Binary.Mul(p.b(), p.a());
            default -> op;
        };
    }

    /** Whether a kernel can read the rows in place: rows of whole vectors, with no one-element operand first. */
    private static boolean inVectors(Op op, Rowwise r) {
        boolean arithmetic = switch (op) {
            case Binary.Add _, Binary.Sub _, Binary.Mul _, Binary.Div _ -> true;
            default -> false;
        };
        return arithmetic
                && r.columns() % Limits.LANES == 0
                && r.operands().getFirst().column() == 1;
    }

    private void lower(Op op, Rowwise r, List<Place> xs, Place y) {
        switch (op) {
            case Unary u -> each.add(unary(elementwise.kernel(u), r, xs.getFirst(), y));
            case Binary b -> each.add(binary(elementwise.kernel(b), r, xs, y));
            case Select _ -> each.add(select(r, xs, y));
            case Reduction f -> each.add(reduction(reductions.kernel(f), r, xs.getFirst(), y));
            case Movement.Slice _ -> each.add(copy(r, r.operands().getFirst(), xs.getFirst(), y, r.columns()));
            case Movement.Concat _ -> concat(r, xs, y);
            default -> throw new IllegalStateException("not an operation on rows: " + op);
        }
    }

    /**
     * The operand laid out in full. A row that all rows share is laid out once for some tiles; one-element rows are laid out for
     * each tile.
     */
    private Place laidOut(Rowwise r, int operand, Place x) {
        OperandStride stride = r.operands().get(operand);
        if (stride.row() == stride.column() * r.columns()) {
            return x;
        }
        if (stride.row() == 0) {
            return shared.computeIfAbsent(new Shared(x, tiles.rows(r), r.columns()), _ -> {
                Place y = tiles.take();
                first.add(copy(r, stride, x, y, r.columns()));
                return y;
            });
        }
        Place y = spread.computeIfAbsent(operand, _ -> tiles.take());
        MovementKernels k = kernels.movements();
        int rows = tiles.rows(r);
        int rest = tiles.rest(r);
        int columns = r.columns();
        each.add((m, tile, whole, at) -> k.spread(m, x.at(tile, at), y.at(tile, at), whole ? rows : rest, columns));
        return y;
    }

    private TileOp unary(ElementwiseSteps.UnaryKernel k, Rowwise r, Place x, Place y) {
        int n = tiles.rows(r);
        int rest = tiles.rest(r);
        return (m, tile, whole, at) -> k.run(m, x.at(tile, at), y.at(tile, at), whole ? n : rest);
    }

    private TileOp reduction(ReductionSteps.Kernel k, Rowwise r, Place x, Place y) {
        int n = r.operands().getFirst().row();
        int rows = tiles.rows(r);
        int rest = tiles.rest(r);
        return (m, tile, whole, at) -> k.run(m, x.at(tile, at), y.at(tile, at), whole ? rows : rest, n, 1);
    }

    private TileOp binary(ElementwiseSteps.BinaryKernel k, Rowwise r, List<Place> xs, Place y) {
        Place a = xs.get(0);
        Place b = xs.get(1);
        BroadcastGrid grid = grid(r, tiles.rows(r));
        BroadcastGrid rest = grid(r, tiles.rest(r));
        return (m, tile, whole, at) -> k.run(m, a.at(tile, at), b.at(tile, at), y.at(tile, at), whole ? grid : rest);
    }

    /** The index space of some rows. Rows of one column are taken as one row. */
    private static BroadcastGrid grid(Rowwise r, int rows) {
        OperandStride a = r.operands().get(0);
        OperandStride b = r.operands().get(1);
        return r.columns() == 1
                ? new BroadcastGrid(1, rows, 0, 0, a.row(), 0, b.row())
                : new BroadcastGrid(rows, r.columns(), r.columns(), a.row(), a.column(), b.row(), b.column());
    }

    private TileOp select(Rowwise r, List<Place> xs, Place y) {
        BinaryKernels k = kernels.binary();
        Place mask = xs.get(0);
        Place a = xs.get(1);
        Place b = xs.get(2);
        OperandStride p = r.operands().get(0);
        OperandStride q = r.operands().get(1);
        OperandStride s = r.operands().get(2);
        int rows = tiles.rows(r);
        int rest = tiles.rest(r);
        if (r.columns() == 1) {
            return (m, tile, whole, at) -> k.select(
                    m,
                    mask.at(tile, at),
                    p.row(),
                    a.at(tile, at),
                    q.row(),
                    b.at(tile, at),
                    s.row(),
                    y.at(tile, at),
                    whole ? rows : rest);
        }
        int n = r.columns();
        return (m, tile, whole, at) -> {
            for (int i = 0; i < (whole ? rows : rest); i++) {
                k.select(
                        m,
                        mask.at(tile, at) + i * p.row(),
                        p.column(),
                        a.at(tile, at) + i * q.row(),
                        q.column(),
                        b.at(tile, at) + i * s.row(),
                        s.column(),
                        y.at(tile, at) + i * n,
                        n);
            }
        };
    }

    private void concat(Rowwise r, List<Place> xs, Place y) {
        int offset = 0;
        for (int o = 0; o < xs.size(); o++) {
            OperandStride stride = r.operands().get(o);
            each.add(copy(r, stride, xs.get(o), y.plus(offset), stride.row()));
            offset += stride.row();
        }
    }

    private TileOp copy(Rowwise r, OperandStride stride, Place x, Place y, int width) {
        MovementKernels k = kernels.movements();
        RowCopy rows = new RowCopy(tiles.rows(r), width, stride.row(), r.columns());
        RowCopy rest = rows.count(tiles.rest(r));
        return (m, tile, whole, at) -> k.copy(m, x.at(tile, at), y.at(tile, at), whole ? rows : rest);
    }
}
