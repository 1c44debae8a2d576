package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation: records the operations of a gradient in the trace of the scalar.
 *
 * <p>The walk goes back over the instructions. At each, the rule of the operation ({@link Rules}) turns the cotangent of the result
 * into cotangents of the operands. Where the walk meets a {@link Segment}, it records the segment once more and goes back over the
 * copy.
 */
public final class Gradient {
    private final Trace trace;
    private final Set<Value> leaves;
    private final Set<Value> active = new HashSet<>();
    private final Cotangents cotangents = new Cotangents();

    private Gradient(Trace trace, Set<Value> leaves) {
        this.trace = trace;
        this.leaves = leaves;
    }

    /**
     * ∂loss/∂x for each x, of the shape of x; zero where the loss does not depend on x.
     *
     * @throws ShapeException if the loss is not a scalar
     */
    public static List<Tensor> of(Tensor loss, List<Tensor> xs) {
        if (loss.shape().rank() != 0) {
            throw new ShapeException(
                    "Gradient.of: expected a scalar loss [] but got " + loss.shape() + "; reduce it first");
        }
        return of(loss, loss.trace().constant(1), xs);
    }

    /** The vector-Jacobian product: Σ cotangent · ∂y/∂x for each x. */
    public static List<Tensor> of(Tensor y, Tensor cotangent, List<Tensor> xs) {
        return new Gradient(y.trace(), Set.of()).gradient(y, cotangent, xs);
    }

    /** As {@link #of(Tensor, Tensor, List)}, but the leaves count as independent of each other and of all other values. */
    static List<Tensor> partial(Tensor y, Tensor cotangent, List<Tensor> xs, Set<Value> leaves) {
        return new Gradient(y.trace(), leaves).gradient(y, cotangent, xs);
    }

    /** As {@link #of(Tensor, List)}, with the leaves as arguments. */
    public static List<Tensor> of(Tensor loss, Tensor... xs) {
        return of(loss, Arrays.asList(xs));
    }

    private List<Tensor> gradient(Tensor y, Tensor cotangent, List<Tensor> xs) {
        xs.forEach(x -> active.add(x.in(trace)));
        int end = y.value().id() + 1;
        List<Program.Instruction> all = trace.instructions();
        activate(all.subList(0, end));
        cotangents.add(y.value(), new Tensor(trace, cotangent.in(trace)));
        walk(all, 0, end);
        return xs.stream().map(this::result).toList();
    }

    private void activate(List<Program.Instruction> instructions) {
        for (Program.Instruction i : instructions) {
            if (!leaves.contains(i.result()) && i.op().operands().stream().anyMatch(active::contains)) {
                active.add(i.result());
            }
        }
    }

    /** Walks back over instructions [from, to). */
    private void walk(List<Program.Instruction> all, int from, int to) {
        int end = to;
        for (Segment s : Segment.outermost(trace, from, to).reversed()) {
            apply(all.subList(s.to(), end), Set.of());
            repeat(s, all.subList(s.from(), s.to()));
            end = s.from();
        }
        apply(all.subList(from, end), Set.of());
    }

    private void apply(List<Program.Instruction> instructions, Set<Value> except) {
        for (Program.Instruction i : instructions.reversed()) {
            Tensor g = except.contains(i.result()) ? null : cotangents.of(i.result());
            if (g != null && !leaves.contains(i.result())) {
                Rules.apply(i.op(), new Tensor(trace, i.result()), g, this::add);
            }
        }
    }

    /**
     * Records a segment once more and walks back over the copy. Values that do not depend on the inputs of the segment are not
     * repeated.
     */
    private void repeat(Segment s, List<Program.Instruction> old) {
        if (old.stream().allMatch(i -> cotangents.of(i.result()) == null)) {
            return;
        }
        List<Tensor> restored = s.restore().get();
        int from = trace.size();
        Map<Value, Tensor> now = new HashMap<>();
        for (int k = 0; k < restored.size(); k++) {
            Value input = s.inputs().get(k);
            now.put(input, restored.get(k));
            if (active.contains(input)) {
                active.add(restored.get(k).value());
            }
        }
        replay(s, old, now);
        List<Program.Instruction> all = trace.instructions();
        activate(all.subList(from, all.size()));
        Set<Value> repeated = new HashSet<>();
        for (Program.Instruction i : old) {
            Tensor again = now.get(i.result());
            if (again != null && !again.value().equals(i.result())) {
                repeated.add(i.result());
                Tensor g = cotangents.of(i.result());
                if (g != null) {
                    cotangents.add(again.value(), g);
                }
            }
        }
        walk(all, from, all.size());
        for (int k = 0; k < restored.size(); k++) {
            Tensor g = cotangents.of(restored.get(k).value());
            if (g != null) {
                add(s.inputs().get(k), g);
            }
        }
        apply(old, repeated);
    }

    /** Records the instructions of a segment on other inputs. Segments inside it become segments of the copy. */
    private void replay(Segment s, List<Program.Instruction> old, Map<Value, Tensor> now) {
        List<Segment> inner = Segment.all(trace).stream()
                .filter(i -> !i.equals(s) && i.from() >= s.from() && i.to() <= s.to())
                .toList();
        int[] moved = new int[old.size() + 1];
        for (int k = 0; k < old.size(); k++) {
            moved[k] = trace.size();
            Program.Instruction i = old.get(k);
            List<Value> operands =
                    i.op().operands().stream().map(v -> mapped(v, now)).toList();
            now.put(i.result(), trace.append(again(i, operands)));
        }
        moved[old.size()] = trace.size();
        for (Segment i : inner) {
            List<Tensor> inputs = i.inputs().stream()
                    .map(v -> new Tensor(trace, mapped(v, now)))
                    .toList();
            Segment.all(trace)
                    .add(new Segment(
                            moved[i.from() - s.from()],
                            moved[i.to() - s.from()],
                            inputs.stream().map(Tensor::value).toList(),
                            () -> inputs.stream().map(Segment::barrier).toList()));
        }
    }

    /** The same operation on other operands. The result of attention is small and expensive, so checkpoints keep it. */
    private Op again(Program.Instruction i, List<Value> operands) {
        boolean kept = Segment.memory(trace) == Memory.CHECKPOINTED;
        return kept && i.op() instanceof Attention.Attend a && !operands.equals(a.operands())
                ? new Attention.Recalled(operands.getFirst(), i.result(), a.heads())
                : i.op().with(operands);
    }

    private static Value mapped(Value v, Map<Value, Tensor> now) {
        @Nullable Tensor t = now.get(v);
        return t == null ? v : t.value();
    }

    /**
     * Adds a cotangent. It may have size one where it is constant along an axis of its value, and stands for the broadcast then.
     */
    private void add(Value operand, Tensor g) {
        if (active.contains(operand)) {
            cotangents.add(operand, g);
        }
    }

    private Tensor result(Tensor x) {
        Tensor g = cotangents.of(x.value());
        return (g == null ? trace.constant(0) : g).broadcast(x.shape());
    }
}
