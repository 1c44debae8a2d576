package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Pixels;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec.Context;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.nn.json.Components;

/** The architecture of a model of images. */
public final class ImageSpecJson {
    private ImageSpecJson() {}

    public static ImageSpec spec(Components<ImageSpec> c) {
        return new ImageSpec(
                c.record("image", ImageSpec::image, ImageSpecJson::pixels),
                c.whole("augment", ImageSpec::augment),
                c.whole("classes", ImageSpec::classes),
                c.records("layout", ImageSpec::layout, ImageSpecJson::stage),
                c.record("coupling", ImageSpec::coupling, CouplingSpecJson::coupling),
                c.record("net", ImageSpec::net, ImageSpecJson::net),
                c.record("dequantizer", ImageSpec::dequantizer, ImageSpecJson::dequantizer),
                c.record("posterior", ImageSpec::posterior, ImageSpecJson::posterior));
    }

    private static Pixels pixels(Components<Pixels> c) {
        return new Pixels(
                c.whole("height", Pixels::height),
                c.whole("width", Pixels::width),
                c.whole("channels", Pixels::channels),
                c.whole("levels", Pixels::levels));
    }

    private static Stage stage(Components<Stage> c) {
        return new Stage(c.choice("kind", Stage::kind, Stage.Kind.class), c.whole("steps", Stage::steps));
    }

    private static NetSpec net(Components<NetSpec> c) {
        return new NetSpec(
                c.whole("filters", NetSpec::filters),
                c.whole("blocks", NetSpec::blocks),
                c.whole("heads", NetSpec::heads),
                c.number("dropout", NetSpec::dropout),
                c.flag("weightNorm", NetSpec::weightNorm),
                c.flag("outerElu", NetSpec::outerElu));
    }

    private static DequantizerSpec dequantizer(Components<DequantizerSpec> c) {
        return new DequantizerSpec(
                c.choice("kind", DequantizerSpec::kind, DequantizerKind.class),
                c.record("flow", DequantizerSpec::flow, ImageSpecJson::conditional));
    }

    private static ImagePosteriorSpec posterior(Components<ImagePosteriorSpec> c) {
        return new ImagePosteriorSpec(
                c.choice("kind", ImagePosteriorSpec::kind, ImagePosteriorKind.class),
                c.record("flow", ImagePosteriorSpec::flow, ImageSpecJson::conditional));
    }

    private static ConditionalSpec conditional(Components<ConditionalSpec> c) {
        return new ConditionalSpec(
                c.whole("steps", ConditionalSpec::steps),
                c.flag("pointwise", ConditionalSpec::pointwise),
                c.whole("blocks", ConditionalSpec::blocks),
                c.whole("heads", ConditionalSpec::heads),
                c.record("context", ConditionalSpec::context, ImageSpecJson::context));
    }

    private static Context context(Components<Context> c) {
        return new Context(
                c.whole("filters", Context::filters),
                c.whole("blocks", Context::blocks),
                c.flag("normed", Context::normed),
                c.whole("heads", Context::heads));
    }
}
