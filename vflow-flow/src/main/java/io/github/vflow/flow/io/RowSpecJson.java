package io.github.vflow.flow.io;

import io.github.vflow.flow.spec.FillSpec;
import io.github.vflow.flow.spec.OwnParts;
import io.github.vflow.flow.spec.PosteriorKind;
import io.github.vflow.flow.spec.PosteriorSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.TailSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Moments;
import io.github.vflow.flow.spec.step.LinearKind;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.StepKind;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.layer.Activation;
import java.util.Map;
import java.util.function.Function;

/** The architecture of a model of rows: each record is written and read by its components in their order. Parts of one's own are not in it. */
final class RowSpecJson {
    private static final String REAL = "Real";
    private static final String BOUNDED = "Bounded";
    private static final String HEAVY_TAILED = "HeavyTailed";
    private static final String WHOLE = "Whole";
    private static final String CATEGORY = "Category";
    private static final Map<String, Function<Fields, ColumnSpec>> COLUMNS = Map.of(
            REAL, _ -> new ColumnSpec.Real(),
            BOUNDED,
                    f -> new ColumnSpec.Bounded(
                            f.get("low").number(), f.get("high").number()),
            HEAVY_TAILED,
                    f -> new ColumnSpec.HeavyTailed(
                            f.get("centre").number(), f.get("scale").number()),
            WHOLE,
                    f -> new ColumnSpec.Whole(
                            f.get("mean").number(), f.get("scale").number()),
            CATEGORY, f -> new ColumnSpec.Category(f.get("labels").list(Field::text)));

    private RowSpecJson() {}

    static JsonObject write(RowSpec s) {
        return JsonObject.builder()
                .put("features", s.features())
                .put("augment", s.augment())
                .put("steps", s.steps())
                .put("coupling", CouplingSpecJson.write(s.coupling()))
                .put("conditioner", write(s.conditioner()))
                .put("linear", s.linear())
                .put("stepKind", s.stepKind())
                .put("posterior", write(s.posterior()))
                .put("order", JsonArray.of(s.order(), JsonValue::of))
                .put("moments", write(s.moments()))
                .put("given", s.given())
                .put("columns", JsonArray.of(s.columns(), RowSpecJson::write))
                .put("fill", write(s.fill()))
                .put("tail", write(s.tail()))
                .put("base", BaseSpecJson.write(s.base()))
                .put("smoothing", s.smoothing())
                .build();
    }

    /** The architecture without parts of one's own. */
    static RowSpec read(Fields f) {
        return new RowSpec(
                f.get("features").whole(),
                f.get("augment").whole(),
                f.get("steps").whole(),
                f.get("coupling").object(CouplingSpecJson::read),
                f.get("conditioner").object(RowSpecJson::conditioner),
                f.get("linear").choice(LinearKind.class),
                f.get("stepKind").choice(StepKind.class),
                f.get("posterior").object(RowSpecJson::posterior),
                f.get("order").list(Field::whole),
                f.get("moments").object(RowSpecJson::moments),
                f.get("given").whole(),
                OwnParts.none(),
                f.get("columns").list(c -> c.object(RowSpecJson::column)),
                f.get("fill").object(RowSpecJson::fill),
                f.get("tail").object(RowSpecJson::tail),
                f.get("base").object(BaseSpecJson::read),
                f.get("smoothing").number());
    }

    private static JsonObject write(TailSpec s) {
        return JsonObject.builder()
                .put("normal", s.normal())
                .put("student", s.student())
                .build();
    }

    private static TailSpec tail(Fields f) {
        return new TailSpec(f.get("normal").number(), f.get("student").number());
    }

    private static JsonObject write(FillSpec s) {
        return JsonObject.builder()
                .put("blocks", s.blocks())
                .put("network", write(s.network()))
                .put("components", s.components())
                .build();
    }

    private static FillSpec fill(Fields f) {
        return new FillSpec(
                f.get("blocks").whole(),
                f.get("network").object(RowSpecJson::conditioner),
                f.get("components").whole());
    }

    private static JsonObject write(MlpSpec s) {
        return JsonObject.builder()
                .put("hidden", JsonArray.of(s.hidden(), JsonValue::of))
                .put("activation", s.activation())
                .put("layerNorm", s.layerNorm())
                .put("residual", s.residual())
                .build();
    }

    private static MlpSpec conditioner(Fields f) {
        return new MlpSpec(
                f.get("hidden").list(Field::whole),
                f.get("activation").choice(Activation.class),
                f.get("layerNorm").flag(),
                f.get("residual").flag());
    }

    private static JsonObject write(PosteriorSpec s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("steps", s.steps())
                .build();
    }

    private static PosteriorSpec posterior(Fields f) {
        return new PosteriorSpec(
                f.get("kind").choice(PosteriorKind.class), f.get("steps").whole());
    }

    private static JsonObject write(Moments m) {
        return JsonObject.builder()
                .put("mean", JsonArray.of(m.mean(), JsonValue::of))
                .put("std", JsonArray.of(m.std(), JsonValue::of))
                .build();
    }

    private static Moments moments(Fields f) {
        return new Moments(f.get("mean").list(Field::number), f.get("std").list(Field::number));
    }

    private static JsonObject write(ColumnSpec c) {
        return switch (c) {
            case ColumnSpec.Real _ -> JsonObject.builder().put("kind", REAL).build();
            case ColumnSpec.Bounded b ->
                JsonObject.builder()
                        .put("kind", BOUNDED)
                        .put("low", b.low())
                        .put("high", b.high())
                        .build();
            case ColumnSpec.HeavyTailed h ->
                JsonObject.builder()
                        .put("kind", HEAVY_TAILED)
                        .put("centre", h.centre())
                        .put("scale", h.scale())
                        .build();
            case ColumnSpec.Whole w ->
                JsonObject.builder()
                        .put("kind", WHOLE)
                        .put("mean", w.mean())
                        .put("scale", w.scale())
                        .build();
            case ColumnSpec.Category k ->
                JsonObject.builder()
                        .put("kind", CATEGORY)
                        .put("labels", JsonArray.of(k.labels(), JsonValue::of))
                        .build();
        };
    }

    private static ColumnSpec column(Fields f) {
        Function<Fields, ColumnSpec> reader = f.get("kind").oneOf(COLUMNS);
        return reader.apply(f);
    }
}
