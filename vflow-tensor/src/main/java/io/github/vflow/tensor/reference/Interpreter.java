package io.github.vflow.tensor.reference;

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
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** The meaning of every operation, in double precision. */
final class Interpreter {
    private Interpreter() {}

    static double[] compute(Op op, Function<Value, double[]> at) {
        return switch (op) {
            case Source.Input in -> throw new IllegalStateException("input \"" + in.name() + "\" is set, not computed");
            case Source.Scalar s -> new double[] {s.value()};
            case Source.Constant c -> c.data();
            case Unary u -> map(at.apply(u.x()), function(u));
            case Binary b -> {
                double[] x = Indices.broadcast(at.apply(b.a()), b.a().shape(), b.shape());
                double[] y = Indices.broadcast(at.apply(b.b()), b.b().shape(), b.shape());
                DoubleBinaryOperator f = function(b);
                Arrays.setAll(x, i -> f.applyAsDouble(x[i], y[i]));
                yield x;
            }
            case Select s -> {
                double[] mask = Indices.broadcast(at.apply(s.mask()), s.mask().shape(), s.shape());
                double[] x = Indices.broadcast(at.apply(s.a()), s.a().shape(), s.shape());
                double[] y = Indices.broadcast(at.apply(s.b()), s.b().shape(), s.shape());
                Arrays.setAll(mask, i -> mask[i] != 0 ? x[i] : y[i]);
                yield mask;
            }
            case Reduction r -> reduce(r, at.apply(r.x()));
            case Movement m -> move(m, at);
            case LinearAlgebra.MatMul m -> matmul(m, at.apply(m.a()), at.apply(m.b()));
            case LinearAlgebra.LogAbsDet d ->
                new double[] {eliminated(d.w(), at).logAbsDet()};
            case LinearAlgebra.Inverse i -> eliminated(i.w(), at).inverse();
            case Convolution c -> ConvolutionLoops.compute(c, at);
            case Attention a -> AttentionLoops.compute(a, at);
            case Mixture m -> MixtureLoops.compute(m, at);
        };
    }

    private static GaussJordan eliminated(Value w, Function<Value, double[]> at) {
        return new GaussJordan(at.apply(w), w.shape().dim(0));
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }

    private static DoubleUnaryOperator function(Unary u) {
        return switch (u) {
            case Unary.Neg _ -> x -> -x;
            case Unary.Abs _ -> Math::abs;
            case Unary.Sign _ -> Math::signum;
            case Unary.Sqrt _ -> Math::sqrt;
            case Unary.Exp _ -> Math::exp;
            case Unary.Log _ -> Math::log;
            case Unary.Log1p _ -> Math::log1p;
            case Unary.Tanh _ -> Math::tanh;
            case Unary.Sigmoid _ -> ScalarFunctions::sigmoid;
            case Unary.Softplus _ -> ScalarFunctions::softplus;
            case Unary.Relu _ -> x -> Math.max(x, 0);
            case Unary.Elu _ -> x -> x > 0 ? x : Math.expm1(x);
        };
    }

    private static DoubleBinaryOperator function(Binary b) {
        return switch (b) {
            case Binary.Add _ -> (x, y) -> x + y;
            case Binary.Sub _ -> (x, y) -> x - y;
            case Binary.Mul _ -> (x, y) -> x * y;
            case Binary.Div _ -> (x, y) -> x / y;
            case Binary.Max _ -> Math::max;
            case Binary.Min _ -> Math::min;
            case Binary.Greater _ -> (x, y) -> x > y ? 1 : 0;
            case Binary.Gate _ -> (x, y) -> y > 0 ? x : 0;
        };
    }

    private static double[] reduce(Reduction r, double[] x) {
        Shape s = r.x().shape();
        int inner = s.product(r.axis() + 1, s.rank());
        int n = s.dim(r.axis());
        double[] y = new double[r.shape().size()];
        double[] row = new double[n];
        for (int o = 0; o < s.product(0, r.axis()); o++) {
            for (int i = 0; i < inner; i++) {
                int from = o * n * inner + i;
                Arrays.setAll(row, k -> x[from + k * inner]);
                switch (r) {
                    case Reduction.Sum _ ->
                        y[o * inner + i] = Arrays.stream(row).reduce(0, Double::sum);
                    case Reduction.MaxOver _ ->
                        y[o * inner + i] = Arrays.stream(row).reduce(Double.NEGATIVE_INFINITY, Math::max);
                    case Reduction.LogSumExp _ -> y[o * inner + i] = ScalarFunctions.logSumExp(row);
                    case Reduction.Softmax _ -> {
                        double total = ScalarFunctions.logSumExp(row);
                        for (int k = 0; k < n; k++) {
                            y[from + k * inner] = Math.exp(row[k] - total);
                        }
                    }
                }
            }
        }
        return y;
    }

    private static double[] move(Movement m, Function<Value, double[]> at) {
        double[] x = at.apply(m.operands().getFirst());
        Shape from = m.operands().getFirst().shape();
        return switch (m) {
            case Movement.Broadcast b -> Indices.broadcast(x, from, b.shape());
            case Movement.Reshape _, Movement.Copy _ -> x;
            case Movement.Transpose t -> {
                int[] index = new int[from.rank()];
                yield Indices.gather(x, from, t.shape(), out -> {
                    for (int i = 0; i < index.length; i++) {
                        index[t.order().get(i)] = out[i];
                    }
                    return index;
                });
            }
            case Movement.Slice s -> Indices.gatherAlong(x, from, s.shape(), s.axis(), i -> i + s.from());
            case Movement.Permute p ->
                Indices.gatherAlong(x, from, p.shape(), p.axis(), i -> p.order().get(i));
            case Movement.Pad p -> {
                double[] y = new double[p.shape().size()];
                Indices.scatterAlong(x, from, y, p.shape(), p.axis(), p.before());
                yield y;
            }
            case Movement.Concat c -> {
                double[] y = new double[c.shape().size()];
                int offset = 0;
                for (Value part : c.operands()) {
                    Indices.scatterAlong(at.apply(part), part.shape(), y, c.shape(), c.axis(), offset);
                    offset += part.shape().dim(c.axis());
                }
                yield y;
            }
        };
    }

    private static double[] matmul(LinearAlgebra.MatMul op, double[] a, double[] b) {
        int m = op.m();
        int n = op.n();
        int k = op.k();
        double[] c = new double[op.shape().size()];
        for (int batch = 0; batch < c.length / (m * n); batch++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int l = 0; l < k; l++) {
                        sum += a[batch * m * k + (op.transposeA() ? l * m + i : i * k + l)]
                                * b[batch * k * n + (op.transposeB() ? j * k + l : l * n + j)];
                    }
                    c[batch * m * n + i * n + j] = sum;
                }
            }
        }
        return c;
    }
}
