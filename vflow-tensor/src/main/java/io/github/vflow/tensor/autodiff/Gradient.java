package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.ShapeException;
import io.github.vflow.tensor.ir.Value;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reverse-mode differentiation: records, in the trace of a scalar, the operations that compute its gradient.
 *
 * <p>One walk back over the instructions; at each, the rule of its operation ({@link Rules}) turns the cotangent of the
 * result into cotangents of the operands.
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
        return new Gradient(y.trace(), Set.of()).walk(y, cotangent, xs);
    }

    /** As {@link #of(Tensor, Tensor, List)}, with the leaves taken as independent of each other and of everything else. */
    static List<Tensor> partial(Tensor y, Tensor cotangent, List<Tensor> xs, Set<Value> leaves) {
        return new Gradient(y.trace(), leaves).walk(y, cotangent, xs);
    }

    /** As {@link #of(Tensor, List)}, for arguments one by one. */
    public static List<Tensor> of(Tensor loss, Tensor... xs) {
        return of(loss, Arrays.asList(xs));
    }

    private List<Tensor> walk(Tensor y, Tensor cotangent, List<Tensor> xs) {
        xs.forEach(x -> active.add(x.in(trace)));
        List<Program.Instruction> forward =
                trace.instructions().subList(0, y.value().id() + 1);
        for (Program.Instruction i : forward) {
            if (!leaves.contains(i.result()) && i.op().operands().stream().anyMatch(active::contains)) {
                active.add(i.result());
            }
        }
        cotangents.add(y.value(), new Tensor(trace, cotangent.in(trace)));
        for (Program.Instruction i : forward.reversed()) {
            Tensor g = cotangents.of(i.result());
            if (g != null && !leaves.contains(i.result())) {
                Rules.apply(i.op(), new Tensor(trace, i.result()), g, this::add);
            }
        }
        return xs.stream().map(this::result).toList();
    }

    /** A cotangent may be narrower than its value, with ones where the value is constant: it then stands for its broadcast. */
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
