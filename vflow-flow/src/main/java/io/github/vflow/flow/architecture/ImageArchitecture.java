package io.github.vflow.flow.architecture;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.ModelBuilder;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Inverse;
import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.bijector.elementwise.Scale;
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
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.surjection.column.Dequantize;
import io.github.vflow.flow.surjection.column.Dequantizer;
import io.github.vflow.nn.Parameters;
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
import java.util.ArrayList;
import java.util.List;

/** Assembles the parts that an {@link ImageSpec} names, under the names of the published code. */
final class ImageArchitecture {
    /** Pixels keep this share away from both ends of the logit. */
    private static final double MARGIN = 0.05;

    private final ImageSpec spec;
    private final Transformer transformer;
    private final Style style;

    ImageArchitecture(ImageSpec spec) {
        this.spec = spec;
        NetSpec net = spec.net();
        this.style = new Style(new Dropout(net.dropout()), net.weightNorm(), net.outerElu());
        this.transformer = spec.coupling().transformer();
    }

    /** The model: parameters are declared in the order of p, r, q. */
    FlowModel model(Parameters parameters) {
        Scope root = parameters.scope();
        ModelBuilder b = new ModelBuilder(spec.dimensions(), flow(root), parameters)
                .spec(spec)
                .latent(latent())
                .conditioning(
                        spec.classes() == 0 ? Model.Conditioning.none() : Model.Conditioning.ofClasses(spec.classes()))
                .lift(new Dequantize(dequantizer(root), spec.height(), spec.width(), spec.channels(), spec.levels()))
                .lift(new Bijective(Chain.of(new Scale(1.0 / spec.levels()), new Logit(MARGIN))));
        return spec.augment() == 0
                ? b.build()
                : b.lift(new Augment(posterior(root), spec.channels(), spec.height() * spec.width(), spec.augment()))
                        .build();
    }

    /** The shape of ε: the shape of images after all changes of scale. */
    private Shape latent() {
        int squeezes = (int) spec.layout().stream()
                .filter(s -> s.kind() == Stage.Kind.SQUEEZE)
                .count();
        int side = 1 << squeezes;
        return Shape.of(spec.height() / side, spec.width() / side, side * side * (spec.channels() + spec.augment()));
    }

    /** p: {@code p.steps.i.*}, counted through all stages; it is conditioned on the label if there are classes. */
    private Bijector.Conditional flow(Scope root) {
        Scope steps = root.in("p").in("steps");
        return stages(steps, spec.layout(), 0, spec.height(), spec.width(), spec.channels() + spec.augment());
    }

    /**
     * Stages on images [h, w, c].
     *
     * @param first the number of the first step
     */
    private Bijector.Conditional stages(
            Scope steps, List<Stage> layout, int first, int height, int width, int channels) {
        List<Bijector.Conditional> parts = new ArrayList<>();
        int h = height;
        int w = width;
        int c = channels;
        int step = first;
        for (int k = 0; k < layout.size(); k++) {
            Stage stage = layout.get(k);
            switch (stage.kind()) {
                case COLUMNS, CHECKERBOARD, JET_CHECKERBOARD ->
                    parts.addAll(halved(steps, step, stage, h, w / 2, 2 * c));
                case CHANNELS, JET_CHANNELS -> parts.addAll(halved(steps, step, stage, h, w, c));
                case PATCHES -> parts.addAll(causal(steps, step, stage, h, w, c));
                case SQUEEZE -> {
                    parts.add(Bijector.Conditional.always(new SpaceToDepth()));
                    h /= 2;
                    w /= 2;
                    c *= 4;
                }
                case FACTOR -> {
                    List<Stage> rest = layout.subList(k + 1, layout.size());
                    Bijector.Conditional staying = stages(steps, rest, step, h, w, c / 2);
                    Chain leaving = squeezes(rest);
                    parts.add(condition -> new FactorOut(staying.given(condition), leaving));
                    return Chain.conditional(parts);
                }
            }
            step += stage.steps();
        }
        return Chain.conditional(parts);
    }

    private static Chain squeezes(List<Stage> stages) {
        return new Chain(stages.stream()
                .filter(s -> s.kind() == Stage.Kind.SQUEEZE)
                .map(_ -> (Bijector) new SpaceToDepth())
                .toList());
    }

    private List<Bijector.Conditional> halved(Scope steps, int first, Stage stage, int h, int w, int c) {
        Split halves = switch (stage.kind()) {
            case COLUMNS -> Split.COLUMNS;
            case CHECKERBOARD, JET_CHECKERBOARD -> Split.CHECKERBOARD;
            case CHANNELS, JET_CHANNELS -> Split.CHANNELS;
            case PATCHES, SQUEEZE, FACTOR -> throw new IllegalArgumentException(stage + " halves nothing");
        };
        List<Bijector.Conditional> parts = new ArrayList<>();
        parts.add(Bijector.Conditional.always(halves));
        for (int i = 0; i < stage.steps(); i++) {
            Scope scope = steps.in(first + i);
            parts.add(step(scope, h, w, c, true, stage.kind().hasBlocks() ? this::jet : this::gated));
        }
        parts.add(Bijector.Conditional.always(new Inverse(halves)));
        return parts;
    }

    /** Steps of norm and causal map. After each step the order of the positions turns round. */
    private List<Bijector.Conditional> causal(Scope steps, int first, Stage stage, int h, int w, int c) {
        List<Bijector.Conditional> parts = new ArrayList<>();
        for (int i = 0; i < stage.steps(); i++) {
            Scope scope = steps.in(first + i);
            SpatialActNorm norm = SpatialActNorm.ofWhole(scope.in("norm"), h, w, c);
            PatchNet net = blocks(scope.in("causal"), h, w, c, true);
            parts.add(condition -> new Checkpointed(
                    scope.name(),
                    given -> Chain.of(norm, new CausalPatches(net, transformer, given), new FlipPositions()),
                    condition));
        }
        return parts;
    }

    /** A conditioner that makes the parameters of an elementwise map of [h, w, c] from as many numbers. */
    private interface Conditioner {
        Tensor apply(Tensor kept, Condition condition);

        /** Declares its parameters. */
        @FunctionalInterface
        interface Builder {
            Conditioner build(Scope scope, int h, int w, int c);
        }
    }

    private Conditioner jet(Scope scope, int h, int w, int c) {
        return blocks(scope, h, w, c, false)::apply;
    }

    private PatchNet blocks(Scope scope, int h, int w, int c, boolean causal) {
        NetSpec net = spec.net();
        PatchNet.Sizes sizes = new PatchNet.Sizes(net.filters(), net.blocks(), net.heads(), spec.classes());
        // a coupling has the parameters of a channel side by side, and random weights make components differ
        Initializer bias = causal ? transformer.start(c) : Initializer.zeros();
        return PatchNet.of(scope, h, w, c, transformer.parameters(c), causal, sizes, bias);
    }

    private Conditioner gated(Scope scope, int h, int w, int c) {
        NetSpec net = spec.net();
        return gated(
                scope,
                h,
                w,
                c,
                new GatedConvNet.Sizes(net.filters(), net.blocks(), net.heads(), 0, spec.classes(), style));
    }

    private Conditioner gated(Scope scope, int h, int w, int c, GatedConvNet.Sizes sizes) {
        return GatedConvNet.of(scope, h, w, c, transformer.parameters(c), sizes)::apply;
    }

    /** Norm, pointwise map or not, coupling, swap of the halves: on [h, w, c]. */
    private Bijector.Conditional step(
            Scope scope, int h, int w, int channels, boolean pointwise, Conditioner.Builder conditioner) {
        List<Bijector> maps = new ArrayList<>();
        maps.add(SpatialActNorm.of(scope.in("norm"), h, w, channels));
        if (pointwise) {
            maps.add(Invertible1x1Conv.of(scope.in("pointwise"), channels));
        }
        Conditioner net = conditioner.build(scope.in("coupling"), h, w, channels / 2);
        return condition -> new Checkpointed(scope.name(), c -> step(maps, net, c), condition);
    }

    private Chain step(List<Bijector> maps, Conditioner net, Condition condition) {
        List<Bijector> parts = new ArrayList<>(maps);
        parts.add(new ImageCoupling(x -> net.apply(x, condition), transformer));
        parts.add(new SwapHalves());
        return new Chain(parts);
    }

    /** r: {@code r.*}. */
    private Dequantizer dequantizer(Scope root) {
        return switch (spec.dequantizer().kind()) {
            case UNIFORM -> new Dequantizer.Uniform();
            case VARIATIONAL ->
                new Dequantizer.Variational(conditional(
                        root.in("r"), spec.channels(), spec.dequantizer().flow(), true));
        };
    }

    /** q: {@code q.*}. */
    private Posterior posterior(Scope root) {
        return switch (spec.posterior().kind()) {
            case PRIOR -> Posterior.prior();
            case FLOW, PAPER ->
                new Posterior(conditional(
                        root.in("q"),
                        spec.augment(),
                        spec.posterior().flow(),
                        spec.posterior().kind() == ImagePosteriorKind.PAPER));
        };
    }

    private Bijector.Conditional conditional(Scope scope, int channels, ConditionalSpec conditional, boolean sigmoid) {
        ConditionalSpec.Context context = conditional.context();
        ContextNet net = ContextNet.of(
                scope.in("context"),
                spec.height(),
                spec.width() / 2,
                2 * spec.channels(),
                new ContextNet.Sizes(context.filters(), context.blocks(), context.normed(), context.heads(), style));
        GatedConvNet.Sizes sizes = new GatedConvNet.Sizes(
                spec.filters(conditional), conditional.blocks(), conditional.heads(), context.filters(), 0, style);
        List<Bijector.Conditional> parts = new ArrayList<>();
        parts.add(Bijector.Conditional.always(Split.COLUMNS));
        for (int k = 0; k < conditional.steps(); k++) {
            parts.add(step(
                    scope.in("flow").in("steps").in(k),
                    spec.height(),
                    spec.width() / 2,
                    2 * channels,
                    conditional.pointwise(),
                    (inside, h, w, c) -> gated(inside, h, w, c, sizes)));
        }
        parts.add(Bijector.Conditional.always(new Inverse(Split.COLUMNS)));
        if (sigmoid) {
            parts.add(Bijector.Conditional.always(new Sigmoid()));
        }
        Bijector.Conditional flow = Chain.conditional(parts);
        return new ContextFlow(net, flow);
    }
}
