package io.github.vflow.tensor.plan;

import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operation on rows: a row of its result depends on one row of each operand, or on an operand that all rows share. Where nothing
 * is broadcast, a row is one column.
 *
 * @param rows how many rows
 * @param columns elements in a row of the result
 * @param operands how each operand is read
 */
public record Rowwise(int rows, int columns, List<OperandStride> operands) {
    /**
     * The strides of an operand.
     *
     * @param from the offset of its first row
     * @param row from row to row; 0 if all rows share one
     * @param column from column to column: 1, or 0 for one element in a row
     */
    public record OperandStride(int from, int row, int column) {}

    /** The operation as an operation on rows, if it is one. */
    public static Optional<Rowwise> of(Op op) {
        return switch (op) {
            case Unary _, Binary _, Select _ -> elementwise(op);
            case Reduction r -> alongRows(r);
            case Movement.Slice s -> part(s);
            case Movement.Concat c -> parts(c);
            default -> Optional.empty();
        };
    }

    private static Optional<Rowwise> elementwise(Op op) {
        Shape y = op.shape();
        int columns = 1;
        for (Value v : op.operands()) {
            int c = columns(v.shape().padTo(y.rank()), y);
            if (c == 0 || (columns > 1 && c > 1 && c != columns)) {
                return Optional.empty();
            }
            columns = Math.max(columns, c);
        }
        List<OperandStride> operands = new ArrayList<>();
        for (Value v : op.operands()) {
            operands.add(stride(v.shape().padTo(y.rank()), y, columns));
        }
        return Optional.of(new Rowwise(y.size() / columns, columns, List.copyOf(operands)));
    }

    /** A function along the last axis. */
    private static Optional<Rowwise> alongRows(Reduction op) {
        Shape x = op.x().shape();
        int n = x.dim(op.axis());
        if (x.product(op.axis() + 1, x.rank()) > 1) {
            return Optional.empty();
        }
        int rows = x.size() / n;
        return Optional.of(new Rowwise(rows, op.shape().size() / rows, List.of(new OperandStride(0, n, 1))));
    }

    private static Optional<Rowwise> part(Movement.Slice op) {
        Shape x = op.x().shape();
        int inner = x.product(op.axis() + 1, x.rank());
        return Optional.of(new Rowwise(
                x.product(0, op.axis()),
                (op.to() - op.from()) * inner,
                List.of(new OperandStride(op.from() * inner, x.dim(op.axis()) * inner, 1))));
    }

    private static Optional<Rowwise> parts(Movement.Concat op) {
        Shape y = op.shape();
        int rows = y.product(0, op.axis());
        List<OperandStride> operands = op.operands().stream()
                .map(v -> new OperandStride(0, v.shape().size() / rows, 1))
                .toList();
        return Optional.of(new Rowwise(rows, y.size() / rows, operands));
    }

    /** The number of columns that an operand demands: 1 if it accepts any, 0 if it fits none. */
    private static int columns(Shape x, Shape y) {
        if (x.size() == 1 || x.size() == y.size()) {
            return 1;
        }
        if (isRow(x, y)) {
            return x.size();
        }
        return isColumn(x, y) ? y.size() / x.size() : 0;
    }

    private static OperandStride stride(Shape x, Shape y, int columns) {
        if (x.size() == y.size()) {
            return new OperandStride(0, columns, 1);
        }
        if (x.size() == 1) {
            return new OperandStride(0, 0, 0);
        }
        return isRow(x, y) ? new OperandStride(0, 0, 1) : new OperandStride(0, 1, 0);
    }

    /** [1, c] over [r, c], with any number of axes. */
    private static boolean isRow(Shape x, Shape y) {
        int axis = 0;
        while (axis < x.rank() && x.dim(axis) == 1) {
            axis++;
        }
        return x.size() == y.product(axis, y.rank());
    }

    /** [r, 1] over [r, c], with any number of axes. */
    private static boolean isColumn(Shape x, Shape y) {
        int axis = x.rank();
        while (axis > 0 && x.dim(axis - 1) == 1) {
            axis--;
        }
        return x.size() == y.product(0, axis);
    }

    /** The same operation with single columns: operands that are broadcast over a row are laid out in full, except scalars. */
    public Rowwise flat() {
        return new Rowwise(
                rows * columns,
                1,
                operands.stream()
                        .map(o -> o.row() + o.column() == 0 ? o : new OperandStride(0, 1, 1))
                        .toList());
    }

    /** Elements in the largest array that it reads or writes. */
    public int size() {
        return rows * operands.stream().mapToInt(OperandStride::row).reduce(columns, Math::max);
    }
}
