package io.github.vflow.flow.bijector;

import io.github.vflow.flow.bijector.BijectorTable.Domain;
import io.github.vflow.flow.bijector.BijectorTable.Row;
import io.github.vflow.flow.bijector.elementwise.Sigmoid;
import io.github.vflow.flow.bijector.image.CausalPatches;
import io.github.vflow.flow.bijector.image.ContextFlow;
import io.github.vflow.flow.bijector.image.FactorOut;
import io.github.vflow.flow.bijector.image.FlipPositions;
import io.github.vflow.flow.bijector.image.ImageCoupling;
import io.github.vflow.flow.bijector.image.Invertible1x1Conv;
import io.github.vflow.flow.bijector.image.SpaceToDepth;
import io.github.vflow.flow.bijector.image.SpatialActNorm;
import io.github.vflow.flow.bijector.image.Split;
import io.github.vflow.flow.bijector.image.SwapHalves;
import io.github.vflow.flow.bijector.layer.Checkpointed;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.flow.transformer.PaperLogisticMixture;
import io.github.vflow.flow.transformer.RationalQuadraticSpline;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.nn.layer.image.ContextNet;
import io.github.vflow.nn.layer.image.GatedConvNet;
import io.github.vflow.nn.layer.image.Style;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.nn.layer.patch.PatchNet;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The part of {@link BijectorTable} that works on small images. */
final class ImageBijectorTable {
    private static final Shape IMAGE = Shape.of(2, 4, 2);
    private static final Shape IN_COLUMNS = Shape.of(2, 2, 4);
    private static final int FILTERS = 4;
    private static final int BLOCKS = 1;
    private static final int HEADS = 2;

    private ImageBijectorTable() {}

    static Stream<Row> rows() {
        return Stream.of(
                moves("Split COLUMNS", Split.COLUMNS, IN_COLUMNS),
                moves("Split CHECKERBOARD", Split.CHECKERBOARD, IN_COLUMNS),
                moves("Split CHANNELS", Split.CHANNELS, IMAGE),
                moves("SpaceToDepth", new SpaceToDepth(), Shape.of(1, 2, 8)),
                moves("SwapHalves", new SwapHalves(), IMAGE),
                row("FactorOut", Shape.of(1, 2, 8), ImageBijectorTable::factored),
                row("SpatialActNorm", Domain.REALS, s -> SpatialActNorm.of(s, 2, 4, 2)),
                row("Invertible1x1Conv", Domain.REALS, s -> Invertible1x1Conv.of(s, 2)),
                row("Invertible1x1Conv of more channels", IN_COLUMNS, Domain.REALS, s -> Invertible1x1Conv.of(s, 4)),
                row("Sigmoid of images", Domain.ONTO_UNIT_INTERVAL, _ -> new Sigmoid()),
                row("ImageCoupling Affine", Domain.REALS, s -> coupling(s, new Affine(Affine.Scale.EXP))),
                row(
                        "ImageCoupling RationalQuadraticSpline",
                        Domain.REALS_WITH_KNOTS,
                        s -> coupling(s, new RationalQuadraticSpline(3, 3))),
                row("ImageCoupling LogisticMixture", Domain.REALS, s -> coupling(s, new LogisticMixture(3))),
                row(
                        "ImageCoupling PaperLogisticMixture",
                        Domain.BOUNDED_IMAGE,
                        s -> coupling(s, new PaperLogisticMixture(3))),
                row("Checkpointed", Domain.REALS, s -> {
                    ImageCoupling c = coupling(s, new Affine(Affine.Scale.EXP));
                    return new Checkpointed("step", _ -> c, Condition.none());
                }),
                moves("FlipPositions", new FlipPositions(), IMAGE),
                row(
                        "SpatialActNorm of three channels",
                        Shape.of(2, 2, 3),
                        Domain.REALS,
                        s -> SpatialActNorm.ofWhole(s, 2, 2, 3)),
                row("CausalPatches Affine", Domain.REALS, s -> causal(s, new Affine(Affine.Scale.EXP))),
                row("CausalPatches LogisticMixture", Domain.REALS, s -> causal(s, new LogisticMixture(3))),
                row(
                        "CausalPatches RationalQuadraticSpline",
                        Domain.REALS_WITH_KNOTS,
                        s -> causal(s, new RationalQuadraticSpline(3, 3))),
                row("causal steps in both orders", Domain.REALS, s -> {
                    Transformer t = new Affine(Affine.Scale.TANH);
                    return Chain.of(
                            causal(s.in("0"), t), new FlipPositions(), causal(s.in("1"), t), new FlipPositions());
                }),
                row("ImageCoupling of transformer blocks", Domain.REALS, ImageBijectorTable::jet),
                new Row("ContextFlow", Domain.REALS, size(IMAGE), (s, _, _) -> conditioned(s)),
                row("a step of Flow++", Shape.of(1, 2, 8), s -> step(s)));
    }

    private static int size(Shape image) {
        return image.size();
    }

    private static Row moves(String name, Bijector b, Shape to) {
        return new Row(
                name,
                Domain.REALS_UNIT_VOLUME,
                size(IMAGE),
                (_, _, _) -> Bijector.Conditional.always(new AsRows(b, IMAGE, to)));
    }

    private static Row row(String name, Domain domain, Function<Scope, Bijector> build) {
        return row(name, IMAGE, domain, build);
    }

    private static Row row(String name, Shape image, Domain domain, Function<Scope, Bijector> build) {
        return new Row(
                name,
                domain,
                size(image),
                (s, _, _) -> Bijector.Conditional.always(new AsRows(build.apply(s), image, image)));
    }

    private static Row row(String name, Shape to, Function<Scope, Bijector> build) {
        return new Row(
                name,
                Domain.REALS,
                size(IMAGE),
                (s, _, _) -> Bijector.Conditional.always(new AsRows(build.apply(s), IMAGE, to)));
    }

    private static GatedConvNet network(Scope scope, Shape image, int context, Transformer t) {
        int half = image.dim(2) / 2;
        return GatedConvNet.of(
                scope,
                image.dim(0),
                image.dim(1),
                half,
                half * t.parameters(),
                new GatedConvNet.Sizes(FILTERS, BLOCKS, HEADS, context, 0, new Style(new Dropout(0), false, false)));
    }

    private static ImageCoupling coupling(Scope scope, Transformer t) {
        GatedConvNet net = network(scope, IMAGE, 0, t);
        return new ImageCoupling(x -> net.apply(x, Condition.none()), t);
    }

    private static CausalPatches causal(Scope scope, Transformer t) {
        PatchNet net = patches(scope, IMAGE.dim(2), IMAGE.dim(2) * t.parameters(), true);
        return new CausalPatches(net, new Gentle(t), Condition.none());
    }

    /**
     * A transformer with a third of the parameters that a network asks for. The error of an inverse grows from patch to patch, and the
     * tables' random networks would make it grow fast.
     */
    private record Gentle(Transformer transformer) implements Transformer {
        @Override
        public List<Integer> widths() {
            return transformer.widths();
        }

        @Override
        public Mapped forward(Tensor x, Tensor theta) {
            return transformer.forward(x, theta.times(1.0 / 3));
        }

        @Override
        public Mapped inverse(Tensor y, Tensor theta) {
            return transformer.inverse(y, theta.times(1.0 / 3));
        }
    }

    private static ImageCoupling jet(Scope scope) {
        Transformer t = new Affine(Affine.Scale.TANH);
        int half = IMAGE.dim(2) / 2;
        PatchNet net = patches(scope, half, half * t.parameters(), false);
        return new ImageCoupling(x -> net.apply(x, Condition.none()), t);
    }

    private static PatchNet patches(Scope scope, int in, int out, boolean causal) {
        return PatchNet.of(
                scope,
                IMAGE.dim(0),
                IMAGE.dim(1),
                in,
                out,
                causal,
                new PatchNet.Sizes(FILTERS, BLOCKS, HEADS, 0),
                Initializer.zeros());
    }

    /** One channel goes on, and is scaled before and after a change of scale; the other is only moved. */
    private static Bijector factored(Scope scope) {
        return new FactorOut(
                Chain.of(
                        Split.COLUMNS,
                        SpatialActNorm.of(scope.in("fine"), 2, 2, 2),
                        new Inverse(Split.COLUMNS),
                        new SpaceToDepth(),
                        SpatialActNorm.of(scope.in("coarse"), 1, 2, 4)),
                new SpaceToDepth());
    }

    private static Bijector step(Scope scope) {
        LogisticMixture t = new LogisticMixture(2);
        GatedConvNet net = network(scope.in("coupling"), IN_COLUMNS, 0, t);
        return Chain.of(
                Split.COLUMNS,
                SpatialActNorm.of(scope.in("norm"), 2, 2, 4),
                Invertible1x1Conv.of(scope.in("pointwise"), 4),
                new ImageCoupling(x -> net.apply(x, Condition.none()), t),
                new SwapHalves(),
                new Inverse(Split.COLUMNS),
                new SpaceToDepth());
    }

    /** The two numbers of the context make an image [h, w, 1] of two columns that repeat. */
    private static Bijector.Conditional conditioned(Scope scope) {
        LogisticMixture t = new LogisticMixture(2);
        ContextNet context = ContextNet.of(
                scope.in("context"),
                2,
                2,
                2,
                new ContextNet.Sizes(3, 1, false, 0, new Style(new Dropout(0), false, false)));
        GatedConvNet net = network(scope.in("coupling"), IN_COLUMNS, 3, t);
        ContextFlow flow = new ContextFlow(
                context,
                c -> Chain.of(Split.COLUMNS, new ImageCoupling(x -> net.apply(x, c), t), new Inverse(Split.COLUMNS)));
        return condition -> {
            Tensor two = condition.row().orElseThrow();
            int b = two.shape().dim(0);
            Tensor pair = two.reshape(b, 1, 2, 1).broadcast(Shape.of(b, 2, 2, 1));
            return new AsRows(flow.given(Condition.ofPositions(Tensor.concat(2, pair, pair.times(0.5)))), IMAGE, IMAGE);
        };
    }
}
