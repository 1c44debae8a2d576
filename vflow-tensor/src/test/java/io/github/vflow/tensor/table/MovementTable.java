package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Operations that move elements, of inputs and of computed values: engines may place the latter where they go. */
final class MovementTable {
    private MovementTable() {}

    static Stream<Example> examples() {
        return Stream.of(broadcasts(), reshapes(), transposes(), slices(), concats(), pads(), permutations(), copies())
                .flatMap(s -> s);
    }

    /** Of an input, of a computed value, and with the result computed on. */
    private static Stream<Example> of(
            Class<? extends Op> op, String label, Function<Inputs, Tensor> x, UnaryOperator<Tensor> f) {
        return Stream.of(
                new Example(op, label, Approx.ELEMENTWISE, in -> f.apply(x.apply(in))),
                new Example(
                        op,
                        label + ", computed",
                        Approx.ELEMENTWISE,
                        in -> f.apply(x.apply(in).tanh())),
                new Example(
                        op,
                        label + ", between",
                        Approx.ELEMENTWISE,
                        in -> f.apply(x.apply(in).sigmoid()).exp()));
    }

    private static Stream<Example> plain(Class<? extends Op> op, String label, int[] dims, UnaryOperator<Tensor> f) {
        return of(op, Arrays.toString(dims) + " " + label, in -> in.plain(Domain.ANY, dims), f);
    }

    private static Stream<Example> batch(Class<? extends Op> op, String label, int[] dims, UnaryOperator<Tensor> f) {
        return of(op, "batch " + Arrays.toString(dims) + " " + label, in -> in.batch(Domain.ANY, dims), f);
    }

    private static int[] dims(int... dims) {
        return dims;
    }

    /** One stream for each batch size. */
    private static Stream<Example> forBatches(Function<Integer, Stream<Example>> rows) {
        return Arrays.stream(OpTable.BATCHES).boxed().flatMap(rows);
    }

    private static Stream<Example> broadcasts() {
        Stream<Example> plain = Stream.of(new int[][][] {
                    {{}, {3}},
                    {{3}, {2, 3}},
                    {{3, 1}, {3, 4}},
                    {{1, 4}, {3, 4}},
                    {{2, 1, 3}, {5, 2, 4, 3}},
                    {{1}, {2, 1, 2}}
                })
                .flatMap(p -> plain(Movement.Broadcast.class, "to " + Arrays.toString(p[1]), p[0], to(p[1])));
        return Stream.concat(
                plain,
                forBatches(b -> Stream.of(
                                batch(Movement.Broadcast.class, "along features", dims(b, 1), to(b, 4)),
                                batch(Movement.Broadcast.class, "between features", dims(b, 1, 3), to(b, 2, 3)),
                                batch(Movement.Broadcast.class, "in front", dims(b, 2), to(3, b, 2)),
                                batch(Movement.Broadcast.class, "of a vector", dims(b), to(2, b)),
                                batch(
                                        Movement.Broadcast.class,
                                        "of one row to " + b,
                                        dims(1, 3),
                                        to(b == 1 ? 2 : b, 3)))
                        .flatMap(s -> s)));
    }

    private static UnaryOperator<Tensor> to(int... dims) {
        return x -> x.broadcast(Shape.of(dims));
    }

    private static Stream<Example> reshapes() {
        Stream<Example> plain = Stream.of(new int[][][] {
                    {{6}, {2, 3}}, {{2, 3}, {3, 2}}, {{1}, {}}, {{}, {1, 1}}, {{2, 3, 4}, {6, 4}}
                })
                .flatMap(p -> plain(Movement.Reshape.class, "to " + Arrays.toString(p[1]), p[0], x -> x.reshape(p[1])));
        return Stream.concat(
                plain,
                forBatches(b -> Stream.of(
                                batch(Movement.Reshape.class, "splits features", dims(b, 6), x -> x.reshape(b, 2, 3)),
                                batch(Movement.Reshape.class, "joins features", dims(b, 2, 3), x -> x.reshape(b, 6)),
                                batch(Movement.Reshape.class, "splits rows", dims(b, 4), x -> x.reshape(2 * b, 2)),
                                batch(Movement.Reshape.class, "flattens", dims(b, 4), x -> x.reshape(4 * b)),
                                batch(Movement.Reshape.class, "adds an axis", dims(b), x -> x.expand(1)),
                                batch(Movement.Reshape.class, "adds an axis in front", dims(b, 2), x -> x.expand(0)))
                        .flatMap(s -> s)));
    }

    private static Stream<Example> transposes() {
        List<List<Integer>> threes = List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0));
        Stream<Example> plain = threes.stream()
                .flatMap(order -> plain(Movement.Transpose.class, order.toString(), dims(2, 3, 4), axes(order)));
        Stream<Example> more = Stream.of(
                        plain(Movement.Transpose.class, "[0]", dims(3), axes(List.of(0))),
                        plain(Movement.Transpose.class, "[1, 0]", dims(17, 33), axes(List.of(1, 0))),
                        plain(Movement.Transpose.class, "[0, 3, 1, 2]", dims(2, 3, 2, 5), axes(List.of(0, 3, 1, 2))))
                .flatMap(s -> s);
        Stream<Example> batched = forBatches(b -> Stream.concat(
                batch(Movement.Transpose.class, "[1, 0]", dims(b, 5), axes(List.of(1, 0))),
                threes.stream().flatMap(o -> batch(Movement.Transpose.class, o.toString(), dims(b, 2, 3), axes(o)))));
        return Stream.of(plain, more, batched).flatMap(s -> s);
    }

    private static UnaryOperator<Tensor> axes(List<Integer> order) {
        return x -> x.transpose(order.toArray(Integer[]::new));
    }

    private static Stream<Example> slices() {
        return Stream.concat(
                Stream.of(
                                plain(Movement.Slice.class, "0: [2, 5)", dims(7), x -> x.slice(0, 2, 5)),
                                plain(Movement.Slice.class, "0: [1, 3)", dims(4, 6), x -> x.slice(0, 1, 3)),
                                plain(Movement.Slice.class, "1: [2, 3)", dims(4, 6), x -> x.slice(1, 2, 3)),
                                plain(Movement.Slice.class, "1: [1, 3)", dims(1, 4, 3), x -> x.slice(1, 1, 3)),
                                plain(
                                        Movement.Slice.class,
                                        "twice",
                                        dims(2, 9),
                                        x -> x.slice(1, 1, 8).slice(1, 2, 5)))
                        .flatMap(s -> s),
                forBatches(b -> Stream.of(
                                batch(Movement.Slice.class, "1: [1, 4)", dims(b, 6), x -> x.slice(1, 1, 4)),
                                batch(Movement.Slice.class, "last feature", dims(b, 6), x -> x.slice(1, 5, 6)),
                                batch(Movement.Slice.class, "2: [0, 2)", dims(b, 2, 3), x -> x.slice(2, 0, 2)),
                                batch(Movement.Slice.class, "first row", dims(b + 1, 2), x -> x.slice(0, 0, 1)))
                        .flatMap(s -> s)));
    }

    private static Stream<Example> concats() {
        return Stream.concat(
                Stream.of(
                                plain(Movement.Concat.class, "0: with itself", dims(3), x -> Tensor.concat(0, x, x)),
                                plain(Movement.Concat.class, "0: three", dims(2, 3), MovementTable::threeRows),
                                plain(Movement.Concat.class, "1: three", dims(2, 3), x -> three(x, 1)),
                                plain(Movement.Concat.class, "2: three", dims(1, 1, 3), x -> three(x, 2)),
                                plain(
                                        Movement.Concat.class,
                                        "of a concat",
                                        dims(1, 3),
                                        x -> Tensor.concat(1, three(x, 1), x.exp())),
                                plain(
                                        Movement.Concat.class,
                                        "of slices",
                                        dims(6),
                                        x -> Tensor.concat(0, x.slice(0, 3, 6), x.slice(0, 0, 3))),
                                plain(Movement.Concat.class, "a part in two", dims(4), x -> {
                                    Tensor part = x.exp();
                                    Tensor one = Tensor.concat(0, part, x.tanh());
                                    return one.times(Tensor.concat(0, x.sigmoid(), part));
                                }),
                                plain(Movement.Concat.class, "a part read elsewhere", dims(4), x -> {
                                    Tensor part = x.exp();
                                    return Tensor.concat(
                                            0,
                                            part,
                                            part.log1p(),
                                            x.reshape(2, 2).transpose(1, 0).reshape(4));
                                }))
                        .flatMap(s -> s),
                forBatches(b -> Stream.of(
                                batch(Movement.Concat.class, "features", dims(b, 3), x -> three(x, 1)),
                                batch(
                                        Movement.Concat.class,
                                        "of halves",
                                        dims(b, 6),
                                        x -> Tensor.concat(1, x.slice(1, 3, 6).exp(), x.slice(1, 0, 3))),
                                batch(Movement.Concat.class, "rows", dims(b, 2), x -> three(x, 0)),
                                batch(Movement.Concat.class, "inner features", dims(b, 2, 1), x -> three(x, 2)),
                                of(
                                        Movement.Concat.class,
                                        "batch [" + b + ", 2] with what is not batched",
                                        in -> Tensor.concat(1, in.batch(Domain.ANY, b, 2), in.plain(Domain.ANY, b, 3)),
                                        x -> x))
                        .flatMap(s -> s)));
    }

    private static Tensor threeRows(Tensor x) {
        return Tensor.concat(0, x.exp(), x.slice(0, 0, 1), x.tanh());
    }

    private static Tensor three(Tensor x, int axis) {
        return Tensor.concat(axis, x.exp(), x, x.tanh());
    }

    private static Stream<Example> pads() {
        return Stream.concat(
                Stream.of(
                                plain(Movement.Pad.class, "0: 2, 1", dims(3), x -> x.pad(0, 2, 1)),
                                plain(Movement.Pad.class, "0: 0, 2", dims(2, 3), x -> x.pad(0, 0, 2)),
                                plain(Movement.Pad.class, "1: 1, 0", dims(2, 3), x -> x.pad(1, 1, 0)),
                                plain(Movement.Pad.class, "1: 1, 2", dims(2, 2, 3), x -> x.pad(1, 1, 2)))
                        .flatMap(s -> s),
                forBatches(b -> Stream.of(
                                batch(Movement.Pad.class, "features", dims(b, 3), x -> x.pad(1, 2, 3)),
                                batch(Movement.Pad.class, "rows", dims(b, 3), x -> x.pad(0, 1, 0)),
                                batch(Movement.Pad.class, "inner features", dims(b, 2, 3), x -> x.pad(2, 0, 1)))
                        .flatMap(s -> s)));
    }

    private static Stream<Example> copies() {
        return Stream.concat(
                plain(
                        Movement.Copy.class,
                        "whole",
                        dims(3, 2),
                        x -> Segment.barrier(x).tanh()),
                forBatches(b -> batch(
                        Movement.Copy.class,
                        "rows",
                        dims(b, 3),
                        x -> Segment.barrier(x).exp())));
    }

    private static Stream<Example> permutations() {
        return Stream.concat(
                Stream.of(
                                plain(Movement.Permute.class, "0", dims(4), x -> x.permute(0, List.of(2, 0, 3, 1))),
                                plain(Movement.Permute.class, "0", dims(3, 2), x -> x.permute(0, List.of(2, 0, 1))),
                                plain(Movement.Permute.class, "1", dims(3, 2), x -> x.permute(1, List.of(1, 0))),
                                plain(Movement.Permute.class, "1", dims(2, 3, 2), x -> x.permute(1, List.of(1, 2, 0))))
                        .flatMap(s -> s),
                forBatches(b -> Stream.of(
                                batch(
                                        Movement.Permute.class,
                                        "features",
                                        dims(b, 4),
                                        x -> x.permute(1, List.of(3, 0, 1, 2))),
                                batch(
                                        Movement.Permute.class,
                                        "inner features",
                                        dims(b, 2, 3),
                                        x -> x.permute(2, List.of(1, 2, 0))),
                                batch(Movement.Permute.class, "rows", dims(3, b), x -> x.permute(0, List.of(1, 2, 0))))
                        .flatMap(s -> s)));
    }
}
