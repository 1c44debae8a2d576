package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every reduction along every axis. */
final class ReductionTable {
    private static final int[][] PLAIN = {{1}, {7}, {40}, {3, 5}, {2, 17}, {70, 2}, {2, 3, 4}, {2, 1, 3}};
    private static final int[][] ROWS = {{}, {1}, {5}, {2, 3}};

    private ReductionTable() {}

    static Stream<Example> examples() {
        return Stream.of(
                        rows(Reduction.Sum.class, Domain.ANY, Tensor::sum),
                        rows(Reduction.MaxOver.class, Domain.APART, Tensor::maxOver),
                        rows(Reduction.LogSumExp.class, Domain.ANY, Tensor::logSumExp),
                        rows(Reduction.Softmax.class, Domain.ANY, Tensor::softmax))
                .flatMap(s -> s);
    }

    private static Stream<Example> rows(Class<? extends Op> op, Domain domain, BiFunction<Tensor, Integer, Tensor> f) {
        Stream<Example> plain = Arrays.stream(PLAIN)
                .flatMap(dims -> axes(op, "", dims).map(e -> e.with(in -> f.apply(in.plain(domain, dims), e.axis))));
        Stream<Example> batched = Arrays.stream(OpTable.BATCHES)
                .boxed()
                .flatMap(b -> Arrays.stream(ROWS)
                        .map(row -> Dims.batched(b, row))
                        .flatMap(dims -> axes(op, "batch ", dims)
                                .map(e -> e.with(in -> f.apply(in.batch(domain, dims), e.axis)))));
        return Stream.concat(plain, batched);
    }

    private record Along(Class<? extends Op> op, String label, int axis) {
        Example with(java.util.function.Function<io.github.vflow.tensor.testkit.Inputs, Tensor> build) {
            return new Example(op, label, Approx.SUMS, build);
        }
    }

    private static Stream<Along> axes(Class<? extends Op> op, String kind, int[] dims) {
        return IntStream.range(0, dims.length)
                .mapToObj(axis -> new Along(op, kind + Arrays.toString(dims) + " axis " + axis, axis));
    }
}
