package io.github.vflow.tensor.table;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Log-odds of mixtures, their gradient and their inverse. */
final class MixtureTable {
    /** Some log-scales are under it. */
    private static final double FLOOR = -0.125;

    private MixtureTable() {}

    /** How one of the operations is made of x, logits, means and log-scales. */
    private interface Build {
        Tensor of(Inputs in, List<Tensor> p, int axis);
    }

    private record Kind(Class<? extends Op> op, Approx.Tolerance tolerance, double floor, Build build) {
        Example example(String label, Operands operands, int axis) {
            String name = floor == Mixture.NO_FLOOR ? label : label + ", a floor";
            return new Example(op, name, tolerance, in -> build.of(in, operands.of(in), axis));
        }
    }

    private static Stream<Kind> kinds() {
        return Stream.concat(kinds(Mixture.NO_FLOOR), kinds(FLOOR));
    }

    private static Stream<Kind> kinds(double floor) {
        return Stream.of(
                new Kind(
                        Mixture.LogOdds.class,
                        Approx.MIXTURE,
                        floor,
                        (_, p, axis) -> p.getFirst()
                                .trace()
                                .append(new Mixture.LogOdds(
                                        p.get(0).value(),
                                        p.get(1).value(),
                                        p.get(2).value(),
                                        p.get(3).value(),
                                        axis,
                                        floor))),
                new Kind(Mixture.LogOddsGradient.class, Approx.MIXTURE, floor, (in, p, axis) -> {
                    int[] dims = p.getFirst().shape().with(axis, 2).dims();
                    Tensor g = axis > 0 ? in.batch(Domain.ANY, dims) : in.plain(Domain.ANY, dims);
                    return in.trace()
                            .append(new Mixture.LogOddsGradient(
                                    p.get(0).value(),
                                    p.get(1).value(),
                                    p.get(2).value(),
                                    p.get(3).value(),
                                    g.value(),
                                    axis,
                                    floor));
                }),
                new Kind(
                        Mixture.Inverse.class,
                        Approx.MIXTURE_INVERSE,
                        floor,
                        (_, p, axis) -> p.getFirst()
                                .trace()
                                .append(new Mixture.Inverse(
                                        p.get(0).value(),
                                        p.get(1).value(),
                                        p.get(2).value(),
                                        p.get(3).value(),
                                        axis,
                                        floor))));
    }

    private interface Operands {
        List<Tensor> of(Inputs in);
    }

    /** Steep components have derivatives that differences do not see. */
    private static Tensor mild(Tensor logScales) {
        return logScales.times(0.5);
    }

    /** Operands of a parameter shape. */
    private static Operands plain(int axis, int... dims) {
        return in -> {
            int[] one = dims.clone();
            one[axis] = 1;
            Tensor x = in.plain(Domain.ANY, one);
            return List.of(x, in.plain(Domain.ANY, dims), in.plain(Domain.ANY, dims), mild(in.plain(Domain.ANY, dims)));
        };
    }

    private static Operands batch(int axis, int... dims) {
        return in -> {
            int[] one = dims.clone();
            one[axis] = 1;
            Tensor x = in.batch(Domain.ANY, one);
            return List.of(x, in.batch(Domain.ANY, dims), in.batch(Domain.ANY, dims), mild(in.batch(Domain.ANY, dims)));
        };
    }

    /** Parameters [b, n, k] that are slices of one tensor, with something before, between and behind. */
    private static Operands inRows(int b, int n, int k) {
        return in -> {
            Tensor all = in.batch(Domain.ANY, b, 1, n, 3 * k + 5);
            return List.of(
                    in.batch(Domain.ANY, b, n, 1),
                    all.slice(3, 2, 2 + k).reshape(b, n, k),
                    all.slice(3, 2 + k, 2 + 2 * k).reshape(b, n, k),
                    all.slice(3, 4 + 2 * k, 4 + 3 * k).reshape(b, n, k));
        };
    }

    /** As {@link #inRows}, where something else reads the means, and log-scales are of longer rows than logits. */
    private static Operands notInRows(int b, int n, int k) {
        return in -> {
            Tensor all = in.batch(Domain.ANY, b, n, 2 * k + 1);
            Tensor means = all.slice(2, k, 2 * k);
            Tensor longer = in.batch(Domain.ANY, b, n, k + 3);
            return List.of(means.sum(2).expand(2), all.slice(2, 0, k), means, mild(longer.slice(2, 3, k + 3)));
        };
    }

    static Stream<Example> examples() {
        return kinds().flatMap(k -> Stream.of(
                        Stream.of(
                                k.example("[3], 3 components", plain(0, 3), 0),
                                k.example("[4], 1 component", plain(1, 4, 1), 1),
                                k.example("components first", plain(0, 3, 5), 0),
                                k.example("components first, many", plain(0, 3, 21), 0),
                                k.example("components between", plain(1, 2, 3, 5), 1),
                                k.example(
                                        "one parameter in three roles",
                                        in -> {
                                            Tensor p = in.plain(Domain.ANY, 2, 3);
                                            return List.of(in.plain(Domain.ANY, 2, 1), p, p, p);
                                        },
                                        1),
                                k.example(
                                        "parameters that depend on each other",
                                        in -> {
                                            Tensor means = in.plain(Domain.ANY, 2, 3);
                                            Tensor logits = means.tanh().plus(in.plain(Domain.ANY, 2, 3));
                                            Tensor x = in.plain(Domain.ANY, 2, 1);
                                            return List.of(x, logits, means, logits.times(0.5));
                                        },
                                        1)),
                        IntStream.of(OpTable.BATCHES)
                                .boxed()
                                .flatMap(b -> Stream.of(
                                        k.example("batch [" + b + ", 3], 4 components", batch(2, b, 3, 4), 2),
                                        k.example(
                                                "batch [" + b + ", 2], parameters that are not",
                                                in -> List.of(
                                                        in.batch(Domain.ANY, b, 2, 1),
                                                        in.plain(Domain.ANY, b, 2, 2),
                                                        in.plain(Domain.ANY, b, 2, 2),
                                                        mild(in.plain(Domain.ANY, b, 2, 2))),
                                                2))))
                .flatMap(s -> s));
    }

    /** Large enough for tiles and chunks, odd so that the last is a short one. */
    static Stream<Example> large() {
        return kinds().flatMap(k -> Stream.of(
                k.example("many", batch(2, 67, 5, 3), 2),
                k.example("as in images", batch(2, 3, 41, 32), 2),
                k.example("a vector of components, few mixtures", batch(2, 3, 5, 16), 2),
                k.example("three vectors of components", batch(2, 2, 9, 48), 2),
                k.example("in rows of one tensor", inRows(2, 37, 16), 2),
                k.example("in rows of two", notInRows(2, 5, 16), 2),
                k.example("in columns", plain(0, 7, 531), 0)));
    }
}
