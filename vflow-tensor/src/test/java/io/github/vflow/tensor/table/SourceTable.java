package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.function.Function;
import java.util.stream.Stream;

/** Inputs and constants, beside each other in a sum. */
final class SourceTable {
    private SourceTable() {}

    static Stream<Example> examples() {
        return Stream.of(
                row(Source.Input.class, "read as it is", in -> in.plain(Domain.ANY, 3, 2)),
                row(Source.Input.class, "batched, read as it is", in -> in.batch(Domain.ANY, 16, 2)),
                row(Source.Scalar.class, "plain", in -> in.plain(Domain.ANY, 3).plus(0.1)),
                row(
                        Source.Scalar.class,
                        "batched",
                        in -> in.batch(Domain.ANY, 16, 3).plus(0.1)),
                row(
                        Source.Constant.class,
                        "plain",
                        in -> in.plain(Domain.ANY, 2, 2)
                                .plus(in.trace().constant(Shape.of(2, 2), 1.5, 2.5, -3.5, 4.5))),
                row(
                        Source.Constant.class,
                        "batched",
                        in -> in.batch(Domain.ANY, 16, 2).plus(in.trace().constant(Shape.of(2), 0.25, -0.75))),
                row(Source.Constant.class, "alone", in -> in.trace().constant(Shape.of(3), 1, 2, 3)));
    }

    private static Example row(Class<? extends Op> op, String label, Function<Inputs, Tensor> build) {
        return new Example(op, label, Approx.ELEMENTWISE, build);
    }
}
