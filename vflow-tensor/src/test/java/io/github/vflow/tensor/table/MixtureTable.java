package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.MixtureInverse;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;

/** Inverses of mixtures. */
final class MixtureTable {
    private MixtureTable() {}

    static Stream<Example> examples() {
        return Stream.concat(
                Stream.of(
                        of(
                                "scalar, 3 components",
                                in -> in.plain(Domain.ANY)
                                        .mixtureInverse(
                                                in.plain(Domain.ANY, 3),
                                                in.plain(Domain.ANY, 3),
                                                in.plain(Domain.ANY, 3))),
                        of(
                                "[4], 1 component",
                                in -> in.plain(Domain.ANY, 4)
                                        .mixtureInverse(
                                                in.plain(Domain.ANY, 4, 1),
                                                in.plain(Domain.ANY, 4, 1),
                                                in.plain(Domain.ANY, 4, 1))),
                        of(
                                "components first",
                                in -> alongFirst(
                                        in.plain(Domain.ANY, 1, 5),
                                        in.plain(Domain.ANY, 3, 5),
                                        in.plain(Domain.ANY, 3, 5),
                                        in.plain(Domain.ANY, 3, 5))),
                        of("one parameter in three roles", in -> {
                            Tensor p = in.plain(Domain.ANY, 2, 3);
                            return in.plain(Domain.ANY, 2).mixtureInverse(p, p, p);
                        }),
                        of("parameters that depend on each other", in -> {
                            Tensor means = in.plain(Domain.ANY, 2, 3);
                            Tensor logits = means.tanh().plus(in.plain(Domain.ANY, 2, 3));
                            return in.plain(Domain.ANY, 2).mixtureInverse(logits, means, logits.times(0.5));
                        })),
                Arrays.stream(OpTable.BATCHES)
                        .boxed()
                        .flatMap(b -> Stream.of(
                                of(
                                        "batch [" + b + ", 3], 4 components",
                                        in -> in.batch(Domain.ANY, b, 3)
                                                .mixtureInverse(
                                                        in.batch(Domain.ANY, b, 3, 4),
                                                        in.batch(Domain.ANY, b, 3, 4),
                                                        in.batch(Domain.ANY, b, 3, 4))),
                                of(
                                        "batch [" + b + ", 2], parameters that are not",
                                        in -> in.batch(Domain.ANY, b, 2)
                                                .mixtureInverse(
                                                        in.plain(Domain.ANY, b, 2, 2),
                                                        in.plain(Domain.ANY, b, 2, 2),
                                                        in.plain(Domain.ANY, b, 2, 2))))));
    }

    private static Tensor alongFirst(Tensor y, Tensor logits, Tensor means, Tensor logScales) {
        return y.trace().append(new MixtureInverse(y.value(), logits.value(), means.value(), logScales.value(), 0));
    }

    private static Example of(String label, Function<Inputs, Tensor> build) {
        return new Example(MixtureInverse.class, label, Approx.ROUNDED_ONCE, build);
    }
}
