package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The derivative of every operation. In each rule y is the result and g its cotangent ∂loss/∂y. An axis of size one in g may stand
 * for a broadcast.
 */
final class Rules {
    private Rules() {}

    static void apply(Op op, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        Trace t = y.trace();
        switch (op) {
            case Source _ -> {}
            case Unary.Relu r -> add.accept(r.x(), g.gate(y));
            case Unary.Neg n -> add.accept(n.x(), g.negate());
            case Unary u -> add.accept(u.x(), g.times(slope(u, new Tensor(t, u.x()), y)));
            case Binary b -> binary(b, new Tensor(t, b.a()), new Tensor(t, b.b()), y, g, add);
            case Select s -> {
                Tensor mask = new Tensor(t, s.mask());
                Tensor zero = t.constant(0);
                add.accept(s.a(), narrow(mask.select(g, zero), y.shape(), s.a().shape()));
                add.accept(s.b(), narrow(mask.select(zero, g), y.shape(), s.b().shape()));
            }
            case Reduction r -> reduction(r, new Tensor(t, r.x()), y, g, add);
            case Movement m -> movement(m, g, add);
            case LinearAlgebra l -> linear(l, y, g, add);
            case Convolution c -> ConvolutionRule.apply(c, g.broadcast(y.shape()), add);
            case Attention a -> AttentionRule.apply(a, y, g.broadcast(y.shape()), add);
            case Mixture m -> MixtureRule.apply(m, y, g.broadcast(y.shape()), add);
        }
    }

    /** dy/dx of a function of one variable. */
    private static Tensor slope(Unary u, Tensor x, Tensor y) {
        Trace t = x.trace();
        return switch (u) {
            case Unary.Neg _ -> t.constant(-1);
            case Unary.Abs _ -> x.sign();
            case Unary.Sign _ -> t.constant(0);
            case Unary.Sqrt _ -> t.constant(0.5).dividedBy(y);
            case Unary.Exp _ -> y;
            case Unary.Log _ -> t.constant(1).dividedBy(x);
            case Unary.Log1p _ -> t.constant(1).dividedBy(x.plus(1));
            case Unary.Tanh _ -> t.constant(1).minus(y.square());
            case Unary.Sigmoid _ -> y.times(t.constant(1).minus(y));
            case Unary.Softplus _ -> x.sigmoid();
            case Unary.Relu _ -> y.greater(0);
            case Unary.Elu _ -> y.min(0).plus(1);
        };
    }

    private static void binary(Binary op, Tensor a, Tensor b, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        Tensor zero = y.trace().constant(0);
        switch (op) {
            case Binary.Add _ -> each(a, b, y, g, g, add);
            case Binary.Sub _ -> {
                add.accept(op.a(), narrow(g, y.shape(), a.shape()));
                add.accept(op.b(), narrow(g, y.shape(), b.shape()).negate());
            }
            case Binary.Mul _ -> each(a, b, y, g.times(b), g.times(a), add);
            case Binary.Div _ -> {
                Tensor ga = g.dividedBy(b);
                add.accept(op.a(), narrow(ga, y.shape(), a.shape()));
                add.accept(op.b(), narrow(ga.times(y), y.shape(), b.shape()).negate());
            }
            case Binary.Max _ -> {
                Tensor mask = b.greater(a);
                each(a, b, y, mask.select(zero, g), mask.select(g, zero), add);
            }
            case Binary.Min _ -> {
                Tensor mask = a.greater(b);
                each(a, b, y, mask.select(zero, g), mask.select(g, zero), add);
            }
            case Binary.Greater _ -> {}
            case Binary.Gate _ -> add.accept(op.a(), narrow(g.gate(b), y.shape(), a.shape()));
        }
    }

    private static void each(Tensor a, Tensor b, Tensor y, Tensor ga, Tensor gb, BiConsumer<Value, Tensor> add) {
        add.accept(a.value(), narrow(ga, y.shape(), a.shape()));
        add.accept(b.value(), narrow(gb, y.shape(), b.shape()));
    }

    private static void reduction(Reduction r, Tensor x, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        switch (r) {
            case Reduction.Sum _ -> add.accept(r.x(), g);
            case Reduction.MaxOver _ -> {
                // ties share the cotangent, so that the gradient stays a subgradient
                Tensor best = x.trace().constant(1).minus(y.greater(x));
                Tensor ties = x.trace().append(new Reduction.Sum(best.value(), r.axis()));
                add.accept(r.x(), g.dividedBy(ties).times(best));
            }
            case Reduction.LogSumExp _ -> add.accept(r.x(), g.times(x.softmax(r.axis())));
            case Reduction.Softmax _ -> {
                Tensor gy = g.times(y);
                Tensor total = x.trace().append(new Reduction.Sum(gy.value(), r.axis()));
                add.accept(r.x(), gy.minus(y.times(total)));
            }
        }
    }

    private static void movement(Movement m, Tensor g, BiConsumer<Value, Tensor> add) {
        Tensor full = g.broadcast(m.shape());
        switch (m) {
            case Movement.Broadcast b -> add.accept(b.x(), narrow(g, m.shape(), b.x().shape()));
            case Movement.Reshape r -> add.accept(r.x(), full.reshape(r.x().shape()));
            case Movement.Transpose p -> add.accept(p.x(), full.transpose(inverse(p.order())));
            case Movement.Slice s ->
                add.accept(s.x(), full.pad(s.axis(), s.from(), s.x().shape().dim(s.axis()) - s.to()));
            case Movement.Concat c -> {
                int from = 0;
                for (Value part : c.operands()) {
                    int to = from + part.shape().dim(c.axis());
                    add.accept(part, full.slice(c.axis(), from, to));
                    from = to;
                }
            }
            case Movement.Pad p ->
                add.accept(
                        p.x(),
                        full.slice(
                                p.axis(), p.before(), p.before() + p.x().shape().dim(p.axis())));
            case Movement.Copy c -> add.accept(c.x(), full);
            case Movement.Permute p -> add.accept(p.x(), full.permute(p.axis(), List.of(inverse(p.order()))));
        }
    }

    private static Integer[] inverse(List<Integer> order) {
        Integer[] inverse = new Integer[order.size()];
        for (int i = 0; i < inverse.length; i++) {
            inverse[order.get(i)] = i;
        }
        return inverse;
    }

    private static void linear(LinearAlgebra op, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        Trace t = y.trace();
        switch (op) {
            case LinearAlgebra.MatMul m -> {
                Tensor a = new Tensor(t, m.a());
                Tensor b = new Tensor(t, m.b());
                Tensor full = g.broadcast(y.shape());
                boolean ta = m.transposeA();
                boolean tb = m.transposeB();
                add.accept(m.a(), ta ? b.matmul(full, tb, true) : full.matmul(b, false, !tb));
                add.accept(m.b(), tb ? full.matmul(a, true, ta) : a.matmul(full, !ta, false));
            }
            case LinearAlgebra.LogAbsDet d ->
                add.accept(d.w(), new Tensor(t, d.w()).inverse().transpose(1, 0).times(g));
            case LinearAlgebra.Inverse i -> {
                // d(W⁻¹) = −W⁻¹ dW W⁻¹
                Tensor full = g.broadcast(y.shape());
                add.accept(
                        i.w(),
                        y.matmul(full, true, false).matmul(y, false, true).negate());
            }
        }
    }

    /** The cotangent of an operand that was broadcast from one shape to another: the sum over the broadcast axes. */
    static Tensor narrow(Tensor g, Shape from, Shape to) {
        Trace t = g.trace();
        int rank = from.rank();
        Shape target = to.padTo(rank);
        Tensor sum = g.reshape(g.shape().padTo(rank));
        for (int axis = 0; axis < rank; axis++) {
            int size = from.dim(axis);
            if (target.dim(axis) == 1 && size > 1) {
                sum = sum.shape().dim(axis) == 1 ? sum.times(size) : t.append(new Reduction.Sum(sum.value(), axis));
            }
        }
        // axes that the operand does not have are one by now; all others keep the size that they have in the cotangent
        int[] dims = new int[to.rank()];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = sum.shape().dim(rank - dims.length + i);
        }
        return sum.reshape(dims);
    }
}
