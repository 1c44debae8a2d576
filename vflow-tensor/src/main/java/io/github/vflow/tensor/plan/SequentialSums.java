package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A pass for programs of few rows, which {@link BatchLast} leaves alone: it makes each row's sums run in the order that they have there.
 * A row then has the same bits alone as in a batch.
 *
 * <p>Sums along the last axis of a shape are split into running sums, those along another axis are not. So a reduction of rows
 * [b, …, n] along the last axis becomes one of [b, …, n, 1], and so does a mixture whose components lie there.
 */
public final class SequentialSums {
    private final Trace trace = new Trace();
    private final Map<Value, Tensor> rewritten = new HashMap<>();
    private final Set<Value> ofRows = new HashSet<>();

    private SequentialSums() {}

    /** The same program with sequential sums along the features of batched values. */
    public static Program of(Program program) {
        SequentialSums pass = new SequentialSums();
        Map<String, Tensor> inputs = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            Tensor t = pass.rewrite(i.op());
            pass.rewritten.put(i.result(), t);
            if (pass.isOfRows(i.op())) {
                pass.ofRows.add(i.result());
            }
            if (i.op() instanceof Source.Input in) {
                inputs.put(in.name(), t);
            }
        }
        program.outputs().forEach((name, v) -> pass.trace.output(name, pass.now(v)));
        program.updates().forEach((name, v) -> pass.trace.update(requireNonNull(inputs.get(name)), pass.now(v)));
        return pass.trace.program();
    }

    private boolean isOfRows(Op op) {
        return op instanceof Source.Input in
                ? in.batched()
                : op.operands().stream().anyMatch(ofRows::contains);
    }

    private Tensor now(Value v) {
        return requireNonNull(rewritten.get(v));
    }

    private Tensor rewrite(Op op) {
        boolean rows = isOfRows(op);
        return switch (op) {
            case Reduction r
            when rows && isAlongLast(r.axis(), r.x()) -> sequential(r, x -> r.along(x.getFirst(), r.axis()));
            case Mixture m when rows && isAlongLast(m.axis(), m.logits()) -> sequential(m, x -> m.along(m.axis(), x));
            default ->
                trace.append(
                        op.with(op.operands().stream().map(v -> now(v).value()).toList()));
        };
    }

    private static boolean isAlongLast(int axis, Value x) {
        return axis > 0 && axis == x.shape().rank() - 1;
    }

    private Tensor sequential(Op op, Function<List<Value>, Op> along) {
        List<Value> columns = op.operands().stream()
                .map(v -> now(v).reshape(column(v.shape())).value())
                .toList();
        return trace.append(along.apply(columns)).reshape(op.shape());
    }

    private static Shape column(Shape s) {
        int[] column = Arrays.copyOf(s.dims(), s.rank() + 1);
        column[s.rank()] = 1;
        return Shape.of(column);
    }
}
