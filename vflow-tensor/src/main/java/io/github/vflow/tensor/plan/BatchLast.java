package io.github.vflow.tensor.plan;

import static java.util.Objects.requireNonNull;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A layout pass: values that carry independent rows, [b, d…], are computed as [d…, b]. The batch then fills the lanes of vectors
 * however narrow the features are, and slices and concatenations of features are contiguous.
 *
 * <p>The pass rewrites the program; the result is an ordinary program. Inputs and outputs keep their shapes. An operation without a
 * rule here, such as one along axis 0, gets its operands transposed back.
 */
public final class BatchLast {
    private final Trace trace = new Trace();
    private final Map<Value, Tensor> plain = new HashMap<>();
    private final Map<Value, Tensor> batchLast = new HashMap<>();

    private BatchLast() {}

    /** The same program with the batch axis last. */
    public static Program of(Program program) {
        BatchLast pass = new BatchLast();
        Map<String, Tensor> inputs = new HashMap<>();
        for (Program.Instruction i : program.instructions()) {
            pass.rewrite(i);
            if (i.op() instanceof Source.Input in) {
                inputs.put(in.name(), pass.plain(i.result()));
            }
        }
        program.outputs().forEach((name, v) -> pass.trace.output(name, pass.plain(v)));
        program.updates().forEach((name, v) -> pass.trace.update(requireNonNull(inputs.get(name)), pass.plain(v)));
        return pass.trace.program();
    }

    private void rewrite(Program.Instruction i) {
        Op op = i.op();
        @Nullable Tensor t = anyBatchLast(op) ? rewritten(op) : null;
        if (t != null) {
            batchLast.put(i.result(), t);
        } else if (!plain.containsKey(i.result())) {
            Tensor p = anyBatchLast(op) ? contracted(op) : null;
            p = p != null
                    ? p
                    : trace.append(op.with(
                            op.operands().stream().map(v -> plain(v).value()).toList()));
            plain.put(i.result(), p);
            if (op instanceof Source.Input in && in.batched()) {
                batchLast(i.result());
            }
        }
    }

    private boolean anyBatchLast(Op op) {
        return op.operands().stream().anyMatch(batchLast::containsKey);
    }

    /** The value in its original layout. */
    private Tensor plain(Value v) {
        return plain.computeIfAbsent(v, _ -> {
            Tensor t = requireNonNull(batchLast.get(v));
            int rank = v.shape().rank();
            Integer[] back = new Integer[rank];
            for (int i = 0; i < rank; i++) {
                back[i] = (i + rank - 1) % rank;
            }
            return rank == 1 ? t : t.transpose(back);
        });
    }

    private static Tensor rotated(Tensor t) {
        int rank = t.shape().rank();
        return rank == 1
                ? t
                : t.transpose(
                        IntStream.range(0, rank).mapToObj(i -> (i + 1) % rank).toArray(Integer[]::new));
    }

    /** The value with the batch axis last; a transposition is recorded if it was not computed that way. */
    private Tensor batchLast(Value v) {
        return batchLast.computeIfAbsent(v, _ -> rotated(requireNonNull(plain.get(v))));
    }

    /** An operand of an elementwise operation with the batch last and with the rank of the result, or null where there is none. */
    private @Nullable Tensor operand(Value v, Shape result) {
        int rank = result.rank();
        Shape padded = v.shape().padTo(rank);
        if (batchLast.containsKey(v) || padded.dim(0) != 1) {
            return v.shape().rank() == rank ? batchLast(v) : null;
        }
        return v.shape().rank() == 0 ? plain(v) : plain(v).reshape(padded.rotated());
    }

    private @Nullable Tensor elementwise(Op op) {
        List<Value> operands = new ArrayList<>();
        for (Value v : op.operands()) {
            Tensor t = operand(v, op.shape());
            if (t == null) {
                return null;
            }
            operands.add(t.value());
        }
        return trace.append(op.with(operands));
    }

    /** The operation on operands with the batch last, or null if there is no rule. */
    private @Nullable Tensor rewritten(Op op) {
        Value first = op.operands().getFirst();
        Tensor x = batchLast.get(first);
        return switch (op) {
            case Source _ -> null;
            case Unary _, Binary _, Select _ -> elementwise(op);
            case Reduction r -> x != null && r.axis() > 0 ? trace.append(r.along(x.value(), r.axis() - 1)) : null;
            case Movement.Concat c -> c.axis() > 0 ? concat(c) : null;
            case Movement m -> x != null ? movement(m, x) : null;
            case LinearAlgebra.MatMul m -> product(m, x);
            case LinearAlgebra _, Convolution _, Attention _ -> null;
            case Mixture m -> mixture(m);
        };
    }

    private @Nullable Tensor mixture(Mixture m) {
        if (m.axis() == 0) {
            return null;
        }
        List<Value> v = m.operands().stream().map(o -> batchLast(o).value()).toList();
        return trace.append(m.along(m.axis() - 1, v));
    }

    private Tensor concat(Movement.Concat c) {
        return Tensor.concat(
                c.axis() - 1, c.operands().stream().map(this::batchLast).toList());
    }

    private @Nullable Tensor movement(Movement m, Tensor x) {
        return switch (m) {
            case Movement.Broadcast b ->
                b.x().shape().rank() == b.shape().rank() ? x.broadcast(b.shape().rotated()) : null;
            case Movement.Reshape r ->
                r.shape().rank() > 0 && r.shape().dim(0) == r.x().shape().dim(0)
                        ? x.reshape(r.shape().rotated())
                        : null;
            case Movement.Copy c -> trace.append(new Movement.Copy(x.value(), c.time()));
            case Movement.Transpose _ -> null;
            case Movement.Slice s -> s.axis() > 0 ? x.slice(s.axis() - 1, s.from(), s.to()) : null;
            case Movement.Pad p -> p.axis() > 0 ? x.pad(p.axis() - 1, p.before(), p.after()) : null;
            case Movement.Permute p -> p.axis() > 0 ? x.permute(p.axis() - 1, p.order()) : null;
            case Movement.Concat _ -> null;
        };
    }

    /** Rows times a matrix: (x·w)ᵀ = wᵀ·xᵀ. */
    private @Nullable Tensor product(LinearAlgebra.MatMul m, @Nullable Tensor x) {
        boolean rows = m.shape().rank() == 2 && !m.transposeA() && !batchLast.containsKey(m.b());
        return x != null && rows ? plain(m.b()).matmul(x, !m.transposeB(), false) : null;
    }

    /** Operations that sum the batch away, computed from operands with the batch last. */
    private @Nullable Tensor contracted(Op op) {
        return switch (op) {
            case LinearAlgebra.MatMul m -> {
                boolean rows = m.shape().rank() == 2 && m.transposeA() && !m.transposeB();
                yield rows ? batchLast(m.a()).matmul(batchLast(m.b()), false, true) : null;
            }
            case Reduction.Sum s -> {
                Tensor x = batchLast.get(s.x());
                yield x != null && s.axis() == 0
                        ? trace.append(new Reduction.Sum(x.value(), x.shape().rank() - 1))
                                .reshape(s.shape())
                        : null;
            }
            default -> null;
        };
    }
}
