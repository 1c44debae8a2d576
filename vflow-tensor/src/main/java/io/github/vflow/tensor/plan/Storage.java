package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values that share memory because one is a part of the other. A reshape or a contiguous slice lies in its operand. So does a
 * slice of rows if all its readers can read it there ({@link RowViews}). The operands of a contiguous concatenation lie in the
 * result.
 */
final class Storage {
    /** An offset inside the memory of another value. */
    record Part(Value whole, int offset) {}

    private final Map<Value, Part> parts = new HashMap<>();
    private final Set<Value> fixed = new HashSet<>();
    private final Set<Value> slices;
    /** The distance between rows, of slices that lie in rows of their operands. */
    private final Map<Value, Integer> rows = new HashMap<>();

    /**
     * Finds which values of a program share memory.
     *
     * @param slices slices of rows that are read inside their operands
     */
    Storage(Program program, Set<Value> slices) {
        this.slices = slices;
        for (Program.Instruction i : program.instructions()) {
            if (i.op() instanceof Source) {
                fixed.add(i.result());
            }
            if (i.op() instanceof Movement m) {
                view(i.result(), m);
            }
        }
        List<Program.Instruction> backwards = program.instructions().reversed();
        for (Program.Instruction i : backwards) {
            if (i.op() instanceof Movement.Concat c && isContiguous(c.shape(), c.axis())) {
                gather(i.result(), c);
            }
        }
    }

    private void view(Value result, Movement m) {
        switch (m) {
            case Movement.Reshape r -> {
                parts.put(result, new Part(r.x(), 0));
                if (rows.containsKey(r.x())) {
                    rows.put(result, row(r.x()));
                }
            }
            case Movement.Slice s -> {
                Shape from = s.x().shape();
                if (slices.contains(result)) {
                    parts.put(result, new Part(s.x(), s.from()));
                    rows.put(result, RowViews.row(s));
                }
                if (isContiguous(from, s.axis())) {
                    parts.put(result, new Part(s.x(), s.from() * from.product(s.axis() + 1, from.rank())));
                }
            }
            default -> {}
        }
    }

    /** Whether neighbours along an axis are neighbours in memory: all axes before it have size one. */
    private static boolean isContiguous(Shape s, int axis) {
        return s.product(0, axis) == 1;
    }

    private void gather(Value result, Movement.Concat c) {
        int offset = 0;
        for (Value operand : c.operands()) {
            Part root = root(operand);
            boolean whole = root.offset() == 0
                    && root.whole().shape().size() == operand.shape().size();
            if (whole
                    && !fixed.contains(root.whole())
                    && !root.whole().equals(root(result).whole())) {
                parts.put(root.whole(), new Part(result, offset));
            }
            offset += operand.shape().size();
        }
    }

    /** The value whose memory contains this value, and the offset in it. */
    Part root(Value v) {
        Part at = new Part(v, 0);
        for (Part next = parts.get(v); next != null; next = parts.get(at.whole())) {
            at = new Part(next.whole(), at.offset() + next.offset());
        }
        return at;
    }

    /** The distance between rows along the last axis. */
    int row(Value v) {
        Integer row = rows.get(v);
        return row == null ? v.shape().dim(v.shape().rank() - 1) : row;
    }

    /** Whether an instruction has nothing to do because its result is in the memory of its operand. */
    boolean isView(Op op, Value result) {
        return switch (op) {
            case Movement.Reshape r -> root(r.x()).equals(root(result));
            case Movement.Slice s ->
                parts.containsKey(result)
                        && root(s.x()).whole().equals(root(result).whole());
            default -> false;
        };
    }
}
