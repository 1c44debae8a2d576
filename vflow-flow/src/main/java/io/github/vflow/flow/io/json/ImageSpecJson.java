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
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;

/** The architecture of a model of images: each record is written and read by its components in their order. */
public final class ImageSpecJson {
    private ImageSpecJson() {}

    public static JsonObject write(ImageSpec s) {
        return JsonObject.builder()
                .put("image", write(s.image()))
                .put("augment", s.augment())
                .put("classes", s.classes())
                .put("layout", JsonArray.of(s.layout(), ImageSpecJson::write))
                .put("coupling", CouplingSpecJson.write(s.coupling()))
                .put("net", write(s.net()))
                .put("dequantizer", write(s.dequantizer()))
                .put("posterior", write(s.posterior()))
                .build();
    }

    public static ImageSpec read(Fields f) {
        return new ImageSpec(
                f.get("image").object(ImageSpecJson::pixels),
                f.get("augment").whole(),
                f.get("classes").whole(),
                f.get("layout").list(stage -> stage.object(ImageSpecJson::stage)),
                f.get("coupling").object(CouplingSpecJson::read),
                f.get("net").object(ImageSpecJson::net),
                f.get("dequantizer").object(ImageSpecJson::dequantizer),
                f.get("posterior").object(ImageSpecJson::posterior));
    }

    private static JsonObject write(Pixels p) {
        return JsonObject.builder()
                .put("height", p.height())
                .put("width", p.width())
                .put("channels", p.channels())
                .put("levels", p.levels())
                .build();
    }

    private static Pixels pixels(Fields f) {
        return new Pixels(
                f.get("height").whole(),
                f.get("width").whole(),
                f.get("channels").whole(),
                f.get("levels").whole());
    }

    private static JsonObject write(Stage s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("steps", s.steps())
                .build();
    }

    private static Stage stage(Fields f) {
        return new Stage(f.get("kind").choice(Stage.Kind.class), f.get("steps").whole());
    }

    private static JsonObject write(NetSpec s) {
        return JsonObject.builder()
                .put("filters", s.filters())
                .put("blocks", s.blocks())
                .put("heads", s.heads())
                .put("dropout", s.dropout())
                .put("weightNorm", s.weightNorm())
                .put("outerElu", s.outerElu())
                .build();
    }

    private static NetSpec net(Fields f) {
        return new NetSpec(
                f.get("filters").whole(),
                f.get("blocks").whole(),
                f.get("heads").whole(),
                f.get("dropout").number(),
                f.get("weightNorm").flag(),
                f.get("outerElu").flag());
    }

    private static JsonObject write(DequantizerSpec s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("flow", write(s.flow()))
                .build();
    }

    private static DequantizerSpec dequantizer(Fields f) {
        return new DequantizerSpec(
                f.get("kind").choice(DequantizerKind.class), f.get("flow").object(ImageSpecJson::conditional));
    }

    private static JsonObject write(ImagePosteriorSpec s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("flow", write(s.flow()))
                .build();
    }

    private static ImagePosteriorSpec posterior(Fields f) {
        return new ImagePosteriorSpec(
                f.get("kind").choice(ImagePosteriorKind.class), f.get("flow").object(ImageSpecJson::conditional));
    }

    private static JsonObject write(ConditionalSpec s) {
        return JsonObject.builder()
                .put("steps", s.steps())
                .put("pointwise", s.pointwise())
                .put("blocks", s.blocks())
                .put("heads", s.heads())
                .put("context", write(s.context()))
                .build();
    }

    private static ConditionalSpec conditional(Fields f) {
        return new ConditionalSpec(
                f.get("steps").whole(),
                f.get("pointwise").flag(),
                f.get("blocks").whole(),
                f.get("heads").whole(),
                f.get("context").object(ImageSpecJson::context));
    }

    private static JsonObject write(Context c) {
        return JsonObject.builder()
                .put("filters", c.filters())
                .put("blocks", c.blocks())
                .put("normed", c.normed())
                .put("heads", c.heads())
                .build();
    }

    private static Context context(Fields f) {
        return new Context(
                f.get("filters").whole(),
                f.get("blocks").whole(),
                f.get("normed").flag(),
                f.get("heads").whole());
    }
}
