package io.github.vflow.flow.bijector;

import io.github.vflow.flow.bijector.autoregressive.Autoregressive;
import io.github.vflow.flow.bijector.autoregressive.Made;
import io.github.vflow.flow.bijector.elementwise.Asinh;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.MarginalMaps;
import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.bijector.elementwise.Sigmoid;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.Mlp;
import io.github.vflow.nn.layer.residual.ResidualMlp;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All bijectors, one line each. Every line goes through {@link BijectorLawsTest}. */
final class BijectorTable {
    /** Columns of the context that conditional bijectors see. */
    static final int CONTEXT = 2;

    private BijectorTable() {}

    /** Where a bijector is one. */
    enum Domain {
        /** From ℝ onto ℝ. */
        REALS,
        /** As {@link #REALS}; logDet is zero always. */
        REALS_UNIT_VOLUME,
        /** As {@link #REALS}; the inverse is exponential, so images far out have no finite point. */
        REALS_LOGARITHMIC,
        /** As {@link #REALS}; the second derivative jumps at knots, and differences across one are not small. */
        REALS_WITH_KNOTS,
        /** From [0, 1] to ℝ. */
        UNIT_INTERVAL,
        /** From ℝ into an interval. */
        BOUNDED_IMAGE,
        /** From ℝ onto (0, 1). */
        ONTO_UNIT_INTERVAL;

        /** Whether any number has an inverse. */
        boolean isOntoReals() {
            return this != BOUNDED_IMAGE && this != ONTO_UNIT_INTERVAL;
        }
    }

    /** Builds a bijector of d dimensions. */
    interface Builder {
        Bijector.Conditional build(Scope scope, int d, SplittableRandom random);
    }

    /** A bijector that needs no context. */
    interface PlainBuilder {
        Bijector build(Scope scope, int d, SplittableRandom random);
    }

    /**
     * One line of the table.
     *
     * @param dimensions of the only rows it takes; zero if it takes any
     */
    record Row(String name, Domain domain, int dimensions, Builder builder) {
        /** The number of dimensions that is asked for, or the only one there is. */
        int dimensions(int asked) {
            return dimensions == 0 ? asked : dimensions;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        return Stream.concat(plain(), ImageBijectorTable.rows());
    }

    private static Stream<Row> plain() {
        return Stream.of(
                row("ActNorm", (s, d, _) -> ActNorm.of(s, d)),
                row("InvertibleLinear", (s, d, _) -> InvertibleLinear.of(s, d)),
                row("LuLinear", (s, d, _) -> LuLinear.of(s, d)),
                row("Whitening", (s, d, _) -> Whitening.of(s, d, d, 0).given(Condition.none())),
                row(
                        "Whitening of the first half",
                        (s, d, _) -> Whitening.of(s, Math.max(1, d / 2), d, 0).given(Condition.none())),
                new Row(
                        "conditional Whitening",
                        Domain.REALS,
                        0,
                        (s, d, _) -> Whitening.of(s, Math.max(1, d - 1), d, CONTEXT)),
                row("Permutation", Domain.REALS_UNIT_VOLUME, (_, d, random) -> new Permutation(order(d, random))),
                row("Permutation reversed", Domain.REALS_UNIT_VOLUME, (_, d, _) -> Permutation.reversed(d)),
                row("Logit 0.05", Domain.UNIT_INTERVAL, (_, _, _) -> new Logit(0.05)),
                row("Logit 0.3", Domain.UNIT_INTERVAL, (_, _, _) -> new Logit(0.3)),
                row("Asinh", Domain.REALS_LOGARITHMIC, (_, _, _) -> new Asinh()),
                row("Scale", (_, _, _) -> new Scale(-0.25)),
                row("MarginalMaps", Domain.REALS_WITH_KNOTS, (_, d, random) -> new MarginalMaps(maps(d, random))),
                new Row("conditional Elementwise", Domain.REALS, 0, (s, d, _) -> {
                    Transformer affine = new Affine(Affine.Scale.TANH);
                    return Elementwise.conditional(affine, network(s, CONTEXT, d, affine)::apply);
                }),
                row("ElementwiseLayer Affine", (s, d, _) -> ElementwiseLayer.of(s, d, new Affine(Affine.Scale.TANH))),
                row("ElementwiseLayer LogisticMixture", (s, d, _) -> ElementwiseLayer.of(s, d, new LogisticMixture(4))),
                row("Sigmoid", Domain.ONTO_UNIT_INTERVAL, (_, _, _) -> new Sigmoid()),
                row("Coupling Affine EXP", coupling(new Affine(Affine.Scale.EXP))),
                row("Coupling Affine SIGMOID", coupling(new Affine(Affine.Scale.SIGMOID))),
                row("Coupling Affine TANH", coupling(new Affine(Affine.Scale.TANH))),
                row("Coupling LogisticMixture 1", coupling(new LogisticMixture(1))),
                row("Coupling LogisticMixture 8", coupling(new LogisticMixture(8))),
                row("Coupling LogisticMixture 32", coupling(new LogisticMixture(32))),
                row(
                        "Coupling RationalQuadraticSpline 2",
                        Domain.REALS_WITH_KNOTS,
                        coupling(new RationalQuadraticSpline(2, 1.5))),
                row(
                        "Coupling RationalQuadraticSpline 8",
                        Domain.REALS_WITH_KNOTS,
                        coupling(new RationalQuadraticSpline(8, 3))),
                row(
                        "Coupling RationalQuadraticSpline 32",
                        Domain.REALS_WITH_KNOTS,
                        coupling(new RationalQuadraticSpline(32, 3))),
                row("Coupling PaperLogisticMixture 1", Domain.BOUNDED_IMAGE, coupling(new PaperLogisticMixture(1))),
                row("Coupling PaperLogisticMixture 8", Domain.BOUNDED_IMAGE, coupling(new PaperLogisticMixture(8))),
                conditional("conditional Coupling Affine", Domain.REALS, new Affine(Affine.Scale.EXP)),
                conditional("conditional Coupling LogisticMixture", Domain.REALS, new LogisticMixture(4)),
                conditional(
                        "conditional Coupling RationalQuadraticSpline",
                        Domain.REALS_WITH_KNOTS,
                        new RationalQuadraticSpline(4, 3)),
                row("Autoregressive Affine", autoregressive(new Affine(Affine.Scale.TANH))),
                row("Autoregressive LogisticMixture", autoregressive(new LogisticMixture(3))),
                row(
                        "Autoregressive RationalQuadraticSpline",
                        Domain.REALS_WITH_KNOTS,
                        autoregressive(new RationalQuadraticSpline(4, 3))),
                row("Autoregressive of residual blocks", (s, d, _) -> {
                    Transformer map = new LogisticMixture(3);
                    Made made = Made.residual(s.in("made"), d, 0, 8, 2, Activation.TANH, map);
                    return new Autoregressive(d, made::apply, map);
                }),
                row("Coupling of residual blocks", coupling(new Affine(Affine.Scale.TANH), 3, false)),
                row("Coupling of layer norms", coupling(new LogisticMixture(3), 1, true)),
                row("Coupling of residual blocks with layer norms", coupling(new LogisticMixture(3), 2, true)),
                new Row("conditional Autoregressive", Domain.REALS, 0, (s, d, _) -> {
                    Transformer affine = new Affine(Affine.Scale.TANH);
                    Made made = Made.of(s.in("made"), d, CONTEXT, List.of(7, 5), Activation.TANH, affine);
                    return c -> new Autoregressive(
                            d, z -> made.apply(Tensor.concat(1, z, c.row().orElseThrow())), affine);
                }),
                row(
                        "Inverse of Autoregressive",
                        (s, d, random) -> new Inverse(
                                autoregressive(new LogisticMixture(2)).build(s, d, random))),
                row("Inverse of ActNorm", (s, d, _) -> new Inverse(ActNorm.of(s, d))),
                row(
                        "Inverse of Coupling",
                        (s, d, random) ->
                                new Inverse(coupling(new LogisticMixture(3)).build(s, d, random))),
                row("Chain of none", Domain.REALS_UNIT_VOLUME, (_, _, _) -> Chain.of()),
                row(
                        "Chain",
                        (s, d, random) -> Chain.of(
                                new Permutation(order(d, random)),
                                ActNorm.of(s.in(0), d),
                                InvertibleLinear.of(s.in(0), d),
                                coupling(new LogisticMixture(3)).build(s.in(0), d, random),
                                new Inverse(LuLinear.of(s.in(1), d)),
                                Permutation.reversed(d),
                                coupling(new Affine(Affine.Scale.TANH)).build(s.in(1), d, random))));
    }

    /** A map of its own for each column, with 2 to 6 knots and slopes between 0.3 and 3. */
    private static List<MarginalMap> maps(int d, SplittableRandom random) {
        return IntStream.range(0, d)
                .mapToObj(_ -> {
                    int n = random.nextInt(2, 7);
                    double[] knots = random.doubles(n, -2, 2).sorted().toArray();
                    List<Double> slopes = random.doubles(n, 0.3, 3).boxed().toList();
                    return new MarginalMap(Arrays.stream(knots).boxed().toList(), slopes, random.nextDouble(-2, 0));
                })
                .toList();
    }

    private static Row row(String name, PlainBuilder builder) {
        return row(name, Domain.REALS, builder);
    }

    private static Row row(String name, Domain domain, PlainBuilder builder) {
        return new Row(name, domain, 0, (s, d, random) -> Bijector.Conditional.always(builder.build(s, d, random)));
    }

    private static Row conditional(String name, Domain domain, Transformer transformer) {
        return new Row(name, domain, 0, (s, d, random) -> {
            int passed = random.nextInt(1, d);
            Mlp net = network(s, passed + CONTEXT, d - passed, transformer);
            return c -> new Coupling(
                    passed, d, z -> net.apply(Tensor.concat(1, z, c.row().orElseThrow())), transformer);
        });
    }

    private static PlainBuilder coupling(Transformer transformer) {
        return (s, d, random) -> {
            int passed = random.nextInt(1, d);
            return new Coupling(passed, d, network(s, passed, d - passed, transformer)::apply, transformer);
        };
    }

    /** By a network of some hidden layers of six units; more than one are residual blocks. */
    private static PlainBuilder coupling(Transformer t, int layers, boolean norms) {
        return (s, d, random) -> {
            int passed = random.nextInt(1, d);
            return new Coupling(passed, d, network(s.in("mlp"), passed, d - passed, t, layers, norms), t);
        };
    }

    private static UnaryOperator<Tensor> network(
            Scope scope, int in, int changed, Transformer t, int layers, boolean norms) {
        int out = t.parameters(changed);
        if (layers > 1) {
            ResidualMlp net = ResidualMlp.of(
                    scope, in, 6, layers - 1, out, Activation.TANH, Initializer.zeros(), t.start(changed));
            return (norms ? net.normalized(scope) : net)::apply;
        }
        List<Integer> hidden = Collections.nCopies(layers, 6);
        Mlp net = Mlp.of(scope, in, hidden, out, Activation.TANH, Initializer.zeros(), t.start(changed));
        return (norms ? net.normalized(scope) : net)::apply;
    }

    private static PlainBuilder autoregressive(Transformer transformer) {
        return (s, d, _) -> new Autoregressive(
                d, Made.of(s.in("made"), d, 0, List.of(7, 5), Activation.TANH, transformer)::apply, transformer);
    }

    /** Smooth, so that central differences meet no kink. */
    private static Mlp network(Scope scope, int in, int out, Transformer t) {
        return Mlp.of(
                scope.in("mlp"),
                in,
                List.of(5),
                out * t.parameters(),
                Activation.TANH,
                Initializer.zeros(),
                t.start(out));
    }

    private static List<Integer> order(int d, SplittableRandom random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, d).boxed().toList());
        Collections.shuffle(order, new Random(random.nextLong()));
        return order;
    }
}
