package io.github.vflow.tensor;

import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.LinearAlgebra;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A symbolic array: a handle on a value of a {@link Trace}. Methods record operations and compute nothing. All throw
 * {@link IllegalArgumentException} where shapes do not fit, and {@link IllegalArgumentException} where traces are mixed.
 *
 * @param trace the trace it belongs to
 * @param value the value it stands for
 */
@SuppressWarnings("exports") // operations and their values are for our own modules
public record Tensor(Trace trace, Value value) {
    /** The shape of the array. */
    public Shape shape() {
        return value.shape();
    }

    /** The operation that computes it. */
    public Op op() {
        return trace.op(value);
    }

    /**
     * The value, checked to belong to a trace.
     *
     * @throws IllegalArgumentException if it belongs to another trace
     */
    public Value in(Trace other) {
        if (other != trace) {
            throw new IllegalArgumentException("a tensor of one trace was used in another; trace a model in one Trace");
        }
        return value;
    }

    private Tensor append(Op op) {
        return trace.append(op);
    }

    private Value of(Tensor other) {
        return other.in(trace);
    }

    /** this + o. */
    public Tensor plus(Tensor o) {
        return o.op() instanceof Unary.Neg n ? minus(new Tensor(o.trace, n.x())) : append(new Binary.Add(value, of(o)));
    }

    /** this + c. */
    public Tensor plus(double c) {
        return c == 0 ? this : plus(trace.constant(c));
    }

    /** this − o. */
    public Tensor minus(Tensor o) {
        return append(new Binary.Sub(value, of(o)));
    }

    /** this − c. */
    public Tensor minus(double c) {
        return minus(trace.constant(c));
    }

    /** this · o, elementwise. */
    public Tensor times(Tensor o) {
        return append(new Binary.Mul(value, of(o)));
    }

    /** this · c. */
    public Tensor times(double c) {
        return times(trace.constant(c));
    }

    /** this / o. */
    public Tensor dividedBy(Tensor o) {
        return append(new Binary.Div(value, of(o)));
    }

    /** this / c. */
    public Tensor dividedBy(double c) {
        return dividedBy(trace.constant(c));
    }

    /** The larger of the two. */
    public Tensor max(Tensor o) {
        return append(new Binary.Max(value, of(o)));
    }

    /** max(this, c). */
    public Tensor max(double c) {
        return max(trace.constant(c));
    }

    /** The smaller of the two. */
    public Tensor min(Tensor o) {
        return append(new Binary.Min(value, of(o)));
    }

    /** min(this, c). */
    public Tensor min(double c) {
        return min(trace.constant(c));
    }

    /** 1 where this &gt; o, else 0. */
    public Tensor greater(Tensor o) {
        return append(new Binary.Greater(value, of(o)));
    }

    /** 1 where this &gt; c, else 0. */
    public Tensor greater(double c) {
        return greater(trace.constant(c));
    }

    /** this where o &gt; 0, else 0. */
    public Tensor gate(Tensor o) {
        return append(new Binary.Gate(value, of(o)));
    }

    /** a where this tensor is not zero, else b. */
    public Tensor select(Tensor a, Tensor b) {
        return append(new Select(value, of(a), of(b)));
    }

    /** The negative. */
    public Tensor negate() {
        return op() instanceof Unary.Neg n ? new Tensor(trace, n.x()) : append(new Unary.Neg(value));
    }

    /** The absolute value. */
    public Tensor abs() {
        return append(new Unary.Abs(value));
    }

    /** The sign: −1, 0 or 1. */
    public Tensor sign() {
        return append(new Unary.Sign(value));
    }

    /** The square root. */
    public Tensor sqrt() {
        return append(new Unary.Sqrt(value));
    }

    /** The square. */
    public Tensor square() {
        return times(this);
    }

    /** eˣ of each element x. */
    public Tensor exp() {
        return append(new Unary.Exp(value));
    }

    /** The natural logarithm. */
    public Tensor log() {
        return append(new Unary.Log(value));
    }

    /** ln(1 + this). */
    public Tensor log1p() {
        return append(new Unary.Log1p(value));
    }

    /** The hyperbolic tangent. */
    public Tensor tanh() {
        return append(new Unary.Tanh(value));
    }

    /** The logistic function σ(x) = 1 / (1 + e⁻ˣ). */
    public Tensor sigmoid() {
        return append(new Unary.Sigmoid(value));
    }

    /** ln(1 + eˣ). */
    public Tensor softplus() {
        return append(new Unary.Softplus(value));
    }

    /** ln σ(x) = −softplus(−x). */
    public Tensor logSigmoid() {
        return negate().softplus().negate();
    }

    /** The rectifier max(x, 0). */
    public Tensor relu() {
        return append(new Unary.Relu(value));
    }

    /** x for x &gt; 0, eˣ − 1 below. */
    public Tensor elu() {
        return append(new Unary.Elu(value));
    }

    /** The sum along an axis, which the result does not have. */
    public Tensor sum(int axis) {
        return drop(new Reduction.Sum(value, axis), axis);
    }

    /** The sum of all elements: a scalar. */
    public Tensor sum() {
        return append(new Reduction.Sum(reshape(shape().size()).value, 0)).reshape();
    }

    /** The mean along an axis, which the result does not have. */
    public Tensor mean(int axis) {
        return sum(axis).times(1.0 / shape().dim(axis));
    }

    /** The largest element along an axis, which the result does not have. */
    public Tensor maxOver(int axis) {
        return drop(new Reduction.MaxOver(value, axis), axis);
    }

    /** ln Σ eˣ along an axis, which the result does not have. */
    public Tensor logSumExp(int axis) {
        return drop(new Reduction.LogSumExp(value, axis), axis);
    }

    private Tensor drop(Reduction r, int axis) {
        return append(r).reshape(shape().without(axis));
    }

    /** eˣ / Σ eˣ along an axis. */
    public Tensor softmax(int axis) {
        return append(new Reduction.Softmax(value, axis));
    }

    /** Repeats the elements along axes of size one, and along new axes in front, until the shape is reached. */
    public Tensor broadcast(Shape to) {
        return shape().equals(to) ? this : append(new Movement.Broadcast(value, to));
    }

    /** The same elements under another shape. */
    public Tensor reshape(int... dims) {
        return reshape(Shape.of(dims));
    }

    /** The same elements under another shape. */
    public Tensor reshape(Shape to) {
        if (shape().equals(to)) {
            return this;
        }
        return op() instanceof Movement.Reshape r && r.x().shape().size() == to.size() && !trace.isLeaf(this)
                ? new Tensor(trace, r.x()).reshape(to)
                : append(new Movement.Reshape(value, to));
    }

    /** The same elements with a new axis of size one. */
    public Tensor expand(int axis) {
        if (axis < 0 || axis > shape().rank()) {
            throw new ShapeException(
                    "expand: axis " + axis + " of a tensor " + shape() + "; expected 0 ≤ axis ≤ " + shape().rank());
        }
        int[] d = new int[shape().rank() + 1];
        for (int i = 0; i < d.length; i++) {
            d[i] = i == axis ? 1 : shape().dim(i < axis ? i : i - 1);
        }
        return reshape(d);
    }

    /** Axis i of the result is axis order[i] of this. */
    public Tensor transpose(Integer... order) {
        return append(new Movement.Transpose(value, List.of(order)));
    }

    /** Elements [from, to) along an axis. A slice of a concatenation that is exactly one of its parts is that part. */
    public Tensor slice(int axis, int from, int to) {
        boolean all = from == 0 && axis >= 0 && axis < shape().rank() && to == shape().dim(axis);
        if (all) {
            return this;
        }
        if (op() instanceof Movement.Concat c && c.axis() == axis) {
            int at = 0;
            for (Value part : c.operands()) {
                int end = at + part.shape().dim(axis);
                if (at == from && end == to) {
                    return new Tensor(trace, part);
                }
                at = end;
            }
        }
        return append(new Movement.Slice(value, axis, from, to));
    }

    /** The tensors one after another along an axis. */
    public static Tensor concat(int axis, Tensor... parts) {
        return concat(axis, List.of(parts));
    }

    /** The tensors one after another along an axis. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        if (parts.isEmpty()) {
            throw new ShapeException("concat: there is nothing to put together");
        }
        List<Tensor> joined = Neighbours.joined(axis, parts);
        Tensor first = joined.getFirst();
        return joined.size() == 1
                ? first
                : first.append(
                        new Movement.Concat(joined.stream().map(first::of).toList(), axis));
    }

    /** The elements with zeros before and after them along an axis. */
    public Tensor pad(int axis, int before, int after) {
        return before == 0 && after == 0 ? this : append(new Movement.Pad(value, axis, before, after));
    }

    /** Element i along the axis is this tensor's element order[i]; the order is a permutation. */
    public Tensor permute(int axis, List<Integer> order) {
        return append(new Movement.Permute(value, axis, List.copyOf(order)));
    }

    /** this · o over the last two axes. */
    public Tensor matmul(Tensor o) {
        return matmul(o, false, false);
    }

    /** this · o over the last two axes, either transposed if asked. */
    public Tensor matmul(Tensor o, boolean transposeThis, boolean transposeOther) {
        return append(new LinearAlgebra.MatMul(value, of(o), transposeThis, transposeOther));
    }

    /** The convolution of images [b, h, w, c] with a kernel [kh, kw, c, f]; see {@link Convolution.Conv2d}. */
    public Tensor conv2d(Tensor kernel) {
        return append(new Convolution.Conv2d(value, of(kernel)));
    }

    /** Scaled dot-product attention; queries, keys and values [b, t, 3f] stand side by side. See {@link Attention.Attend}. */
    public Tensor attention(int heads) {
        return append(new Attention.Attend(value, heads));
    }

    /** ln |det| of a square matrix: a scalar. */
    public Tensor logAbsDet() {
        return append(new LinearAlgebra.LogAbsDet(value));
    }

    /** The inverse of a square matrix. */
    public Tensor inverse() {
        return append(new LinearAlgebra.Inverse(value));
    }

    /** As {@link #mixtureLogOdds(Tensor, Tensor, Tensor, double)}, with no floor. */
    public Tensor mixtureLogOdds(Tensor logits, Tensor means, Tensor logScales) {
        return mixtureLogOdds(logits, means, logScales, Mixture.NO_FLOOR);
    }

    /**
     * The log-odds g of a mixture of logistics at this tensor [..], and ln g′: [.., 2]; see {@link Mixture.LogOdds}.
     *
     * @param logits unnormalised log-weights; this tensor's shape plus a last axis of components, like the others
     * @param floor smaller log-scales count as this; {@link Mixture#NO_FLOOR} for none
     */
    public Tensor mixtureLogOdds(Tensor logits, Tensor means, Tensor logScales, double floor) {
        int axis = shape().rank();
        Tensor x = expand(axis);
        return append(new Mixture.LogOdds(x.value, of(logits), of(means), of(logScales), axis, floor));
    }

    /** As {@link #mixtureInverse(Tensor, Tensor, Tensor, double)}, with no floor. */
    public Tensor mixtureInverse(Tensor logits, Tensor means, Tensor logScales) {
        return mixtureInverse(logits, means, logScales, Mixture.NO_FLOOR);
    }

    /**
     * The x at which a mixture of logistics has these log-odds; see {@link Mixture.Inverse}.
     *
     * @param logits unnormalised log-weights; this tensor's shape plus a last axis of components, like the others
     * @param floor smaller log-scales count as this; {@link Mixture#NO_FLOOR} for none
     */
    public Tensor mixtureInverse(Tensor logits, Tensor means, Tensor logScales, double floor) {
        int axis = shape().rank();
        Tensor y = expand(axis);
        return append(new Mixture.Inverse(y.value, of(logits), of(means), of(logScales), axis, floor))
                .reshape(shape());
    }

    /** Σ of several tensors, pairwise from the left. */
    public static Tensor sumOf(Stream<Tensor> terms) {
        return terms.reduce(Tensor::plus)
                .orElseThrow(() -> new IllegalArgumentException("Tensor.sumOf: there is nothing to sum"));
    }
}
