package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Select;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** Functions of two operands, and the choice between two, with every kind of broadcasting. */
final class BinaryTable {
    private BinaryTable() {}

    /** An operand. */
    private record Operand(boolean batched, Shape shape) {
        Tensor declare(Inputs in, Domain domain) {
            return batched ? in.batch(domain, shape.dims()) : in.plain(domain, shape.dims());
        }

        @Override
        public String toString() {
            return (batched ? "batch " : "") + shape;
        }
    }

    private record Pair(Operand a, Operand b) {}

    private static Operand plain(int... dims) {
        return new Operand(false, Shape.of(dims));
    }

    private static Operand batch(int... dims) {
        return new Operand(true, Shape.of(dims));
    }

    private static List<Pair> pairs() {
        List<Pair> all = new ArrayList<>(List.of(
                new Pair(plain(), plain()),
                new Pair(plain(1), plain()),
                new Pair(plain(4), plain()),
                new Pair(plain(), plain(4)),
                new Pair(plain(3, 4), plain(3, 4)),
                new Pair(plain(3, 4), plain(4)),
                new Pair(plain(3, 1), plain(1, 4)),
                new Pair(plain(1, 4), plain(3, 1)),
                new Pair(plain(3, 4), plain(3, 1)),
                new Pair(plain(2, 1, 3), plain(4, 1)),
                new Pair(plain(2, 3, 4), plain(2, 1, 4)),
                new Pair(plain(2, 1, 3, 1), plain(5, 1, 4))));
        for (int b : OpTable.BATCHES) {
            all.add(new Pair(batch(b), batch(b)));
            all.add(new Pair(batch(b, 5), batch(b, 5)));
            all.add(new Pair(batch(b, 5), plain(5)));
            all.add(new Pair(plain(5), batch(b, 5)));
            all.add(new Pair(batch(b, 5), batch(b, 1)));
            all.add(new Pair(batch(b, 1), batch(b, 5)));
            all.add(new Pair(batch(b, 1), plain(1, 5)));
            all.add(new Pair(plain(), batch(b, 5)));
            all.add(new Pair(batch(b, 5), plain(b, 5)));
            all.add(new Pair(batch(b, 2, 3), batch(b, 1, 3)));
            all.add(new Pair(batch(b, 2, 3), plain(2, 1)));
            // the batch is a feature axis of the other operand: no layout helps
            all.add(new Pair(batch(b), plain(2, b)));
        }
        return all;
    }

    static Stream<Example> examples() {
        return Stream.of(
                        rows(Binary.Add.class, Domain.ANY, Domain.ANY, Tensor::plus),
                        rows(Binary.Sub.class, Domain.ANY, Domain.ANY, Tensor::minus),
                        rows(Binary.Mul.class, Domain.ANY, Domain.ANY, Tensor::times),
                        rows(Binary.Div.class, Domain.ANY, Domain.FAR_FROM_ZERO, Tensor::dividedBy),
                        rows(Binary.Max.class, Domain.APART, Domain.APART_BETWEEN, Tensor::max),
                        rows(Binary.Min.class, Domain.APART, Domain.APART_BETWEEN, Tensor::min),
                        rows(Binary.Greater.class, Domain.APART, Domain.APART_BETWEEN, Tensor::greater),
                        rows(Binary.Gate.class, Domain.ANY, Domain.FAR_FROM_ZERO, Tensor::gate),
                        Stream.of(
                                of(
                                        Binary.Mul.class,
                                        "of x with itself",
                                        in -> in.batch(Domain.ANY, 16, 3).square()),
                                of(Binary.Sub.class, "of x from itself", in -> {
                                    Tensor x = in.batch(Domain.ANY, 16, 3);
                                    return x.minus(x);
                                })),
                        selections())
                .flatMap(s -> s);
    }

    private static Stream<Example> rows(Class<? extends Op> op, Domain a, Domain b, BinaryOperator<Tensor> f) {
        return pairs().stream()
                .map(p -> of(op, p.a + " and " + p.b, in -> f.apply(p.a.declare(in, a), p.b.declare(in, b))));
    }

    private static Stream<Example> selections() {
        Stream<Example> broadcast = pairs().stream()
                .flatMap(p -> Stream.of(
                        choice("like a", p.a, p.a, p.b),
                        choice("like b", p.b, p.a, p.b),
                        choice("scalar", plain(), p.a, p.b)));
        Stream<Example> third = Stream.of(
                choice("stretches both", plain(2, 3, 4), plain(4), plain(3, 1)),
                choice("stretches both", batch(16, 3), plain(3), plain()),
                choice("stretches both", batch(16, 3, 1), batch(16, 1, 1), plain(2)));
        return Stream.concat(broadcast, third);
    }

    private static Example choice(String label, Operand mask, Operand a, Operand b) {
        return of(
                Select.class,
                "mask " + label + " " + mask + " of " + a + " and " + b,
                in -> mask.declare(in, Domain.MASK).select(a.declare(in, Domain.ANY), b.declare(in, Domain.ANY)));
    }

    private static Example of(Class<? extends Op> op, String label, java.util.function.Function<Inputs, Tensor> build) {
        return new Example(op, label, Approx.ELEMENTWISE, build);
    }
}
