package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Functions of one variable. */
final class UnaryTable {
    private static final int[][] PLAIN = {{}, {1}, {7}, {3, 5}, {2, 3, 4}};
    private static final int[][] ROWS = {{}, {1}, {5}, {2, 3}};

    private UnaryTable() {}

    static Stream<Example> examples() {
        return Stream.of(
                        rows(Unary.Neg.class, Domain.ANY, Tensor::negate),
                        rows(Unary.Abs.class, Domain.FAR_FROM_ZERO, Tensor::abs),
                        rows(Unary.Sign.class, Domain.FAR_FROM_ZERO, Tensor::sign),
                        rows(Unary.Sqrt.class, Domain.POSITIVE, Tensor::sqrt),
                        rows(Unary.Exp.class, Domain.ANY, Tensor::exp),
                        rows(Unary.Log.class, Domain.POSITIVE, Tensor::log),
                        rows(Unary.Log1p.class, Domain.ABOVE_MINUS_ONE, Tensor::log1p),
                        rows(Unary.Tanh.class, Domain.ANY, Tensor::tanh),
                        rows(Unary.Sigmoid.class, Domain.ANY, Tensor::sigmoid),
                        rows(Unary.Softplus.class, Domain.ANY, Tensor::softplus),
                        rows(Unary.Relu.class, Domain.FAR_FROM_ZERO, Tensor::relu),
                        rows(Unary.Elu.class, Domain.FAR_FROM_ZERO, Tensor::elu))
                .flatMap(s -> s);
    }

    private static Stream<Example> rows(Class<? extends Op> op, Domain domain, UnaryOperator<Tensor> f) {
        Stream<Example> plain = Arrays.stream(PLAIN)
                .map(dims -> new Example(
                        op, Arrays.toString(dims), Approx.ELEMENTWISE, in -> f.apply(in.plain(domain, dims))));
        Stream<Example> batched = Arrays.stream(OpTable.BATCHES)
                .boxed()
                .flatMap(b -> Arrays.stream(ROWS)
                        .map(row -> Dims.batched(b, row))
                        .map(dims -> new Example(
                                op,
                                "batch " + Arrays.toString(dims),
                                Approx.ELEMENTWISE,
                                in -> f.apply(in.batch(domain, dims)))));
        return Stream.concat(plain, batched);
    }
}
