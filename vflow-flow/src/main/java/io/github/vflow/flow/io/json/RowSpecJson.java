package io.github.vflow.flow.io.json;

import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.layer.Activation;
import java.util.Map;
import java.util.function.Function;

/** The architecture of a model of rows: each record is written and read by its components in their order. Custom parts are not in it. */
public final class RowSpecJson {
    private static final String REAL = "Real";
    private static final String BOUNDED = "Bounded";
    private static final String HEAVY_TAILED = "HeavyTailed";
    private static final String CIRCULAR = "Circular";
    private static final String WHOLE = "Whole";
    private static final String FEW = "Few";
    private static final String CATEGORY = "Category";
    private static final String ATOM = "Atom";
    private static final Map<String, Function<Fields, ColumnSpec>> COLUMNS = Map.of(
            REAL, _ -> new ColumnSpec.Real(),
            BOUNDED,
                    f -> new ColumnSpec.Bounded(
                            f.get("low").number(), f.get("high").number()),
            HEAVY_TAILED,
                    f -> new ColumnSpec.HeavyTailed(
                            f.get("centre").number(), f.get("scale").number()),
            CIRCULAR,
                    f -> new ColumnSpec.Circular(
                            f.get("low").number(),
                            f.get("high").number(),
                            f.get("cut").number(),
                            f.get("scale").number()),
            WHOLE,
                    f -> new ColumnSpec.Whole(
                            f.get("mean").number(), f.get("scale").number()),
            FEW,
                    f -> new ColumnSpec.Few(
                            f.get("low").wholeLong(), f.get("count").whole()),
            CATEGORY, f -> new ColumnSpec.Category(f.get("labels").list(Field::text)),
            ATOM, f -> new ColumnSpec.Atom(f.get("value").number(), f.get("of").object(RowSpecJson::column)));

    private RowSpecJson() {}

    public static JsonObject write(RowSpec s) {
        return JsonObject.builder()
                .put("columns", write(s.columns()))
                .put("steps", write(s.steps()))
                .put("augmentation", write(s.augmentation()))
                .put("base", BaseSpecJson.write(s.base()))
                .put("defensive", write(s.defensive()))
                .put("fill", write(s.fill()))
                .put("noise", s.noise())
                .build();
    }

    /** The architecture without custom parts. */
    public static RowSpec read(Fields f) {
        return new RowSpec(
                f.get("columns").object(RowSpecJson::columns),
                f.get("steps").object(RowSpecJson::steps),
                f.get("augmentation").object(RowSpecJson::augmentation),
                f.get("base").object(BaseSpecJson::read),
                f.get("defensive").object(RowSpecJson::defensive),
                f.get("fill").object(RowSpecJson::fill),
                CustomParts.none(),
                f.get("noise").number());
    }

    private static JsonObject write(Columns s) {
        return JsonObject.builder()
                .put("features", s.features())
                .put("kinds", JsonArray.of(s.kinds(), RowSpecJson::write))
                .put("given", s.given())
                .put("moments", write(s.moments()))
                .put("counts", JsonArray.of(s.counts(), c -> JsonArray.of(c, JsonValue::of)))
                .build();
    }

    private static Columns columns(Fields f) {
        return new Columns(
                f.get("features").whole(),
                f.get("kinds").list(c -> c.object(RowSpecJson::column)),
                f.get("given").whole(),
                f.get("moments").object(RowSpecJson::moments),
                f.get("counts").list(c -> c.list(Field::whole)));
    }

    private static JsonObject write(Steps s) {
        return JsonObject.builder()
                .put("number", s.number())
                .put("kind", s.kind())
                .put("linear", s.linear())
                .put("coupling", CouplingSpecJson.write(s.coupling()))
                .put("conditioner", write(s.conditioner()))
                .put("isWhitened", s.isWhitened())
                .build();
    }

    private static Steps steps(Fields f) {
        return new Steps(
                f.get("number").whole(),
                f.get("kind").choice(Steps.Kind.class),
                f.get("linear").choice(Steps.Linear.class),
                f.get("coupling").object(CouplingSpecJson::read),
                f.get("conditioner").object(RowSpecJson::conditioner),
                f.get("isWhitened").flag());
    }

    private static JsonObject write(RowSpec.Augmentation s) {
        return JsonObject.builder()
                .put("dimensions", s.dimensions())
                .put("order", JsonArray.of(s.order(), JsonValue::of))
                .put("posterior", write(s.posterior()))
                .build();
    }

    private static RowSpec.Augmentation augmentation(Fields f) {
        return new RowSpec.Augmentation(
                f.get("dimensions").whole(),
                f.get("order").list(Field::whole),
                f.get("posterior").object(RowSpecJson::posterior));
    }

    private static JsonObject write(DefensiveSpec s) {
        return JsonObject.builder()
                .put("normal", s.normal())
                .put("student", s.student())
                .put("components", s.components())
                .build();
    }

    private static DefensiveSpec defensive(Fields f) {
        return new DefensiveSpec(
                f.get("normal").number(),
                f.get("student").number(),
                f.get("components").whole());
    }

    private static JsonObject write(RowSpec.Fill s) {
        return JsonObject.builder()
                .put("blocks", s.blocks())
                .put("network", write(s.network()))
                .put("components", s.components())
                .build();
    }

    private static RowSpec.Fill fill(Fields f) {
        return new RowSpec.Fill(
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

    private static JsonObject write(RowSpec.Augmentation.Posterior s) {
        return JsonObject.builder()
                .put("kind", s.kind())
                .put("steps", s.steps())
                .build();
    }

    private static RowSpec.Augmentation.Posterior posterior(Fields f) {
        return new RowSpec.Augmentation.Posterior(
                f.get("kind").choice(RowSpec.Augmentation.Posterior.Kind.class),
                f.get("steps").whole());
    }

    private static JsonObject write(Columns.Moments m) {
        return JsonObject.builder()
                .put("mean", JsonArray.of(m.mean(), JsonValue::of))
                .put("std", JsonArray.of(m.std(), JsonValue::of))
                .build();
    }

    private static Columns.Moments moments(Fields f) {
        return new Columns.Moments(
                f.get("mean").list(Field::number), f.get("std").list(Field::number));
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
            case ColumnSpec.Circular o ->
                JsonObject.builder()
                        .put("kind", CIRCULAR)
                        .put("low", o.low())
                        .put("high", o.high())
                        .put("cut", o.cut())
                        .put("scale", o.scale())
                        .build();
            case ColumnSpec.Whole w ->
                JsonObject.builder()
                        .put("kind", WHOLE)
                        .put("mean", w.mean())
                        .put("scale", w.scale())
                        .build();
            case ColumnSpec.Atom a ->
                JsonObject.builder()
                        .put("kind", ATOM)
                        .put("value", a.value())
                        .put("of", write(a.of()))
                        .build();
            case ColumnSpec.Few w ->
                JsonObject.builder()
                        .put("kind", FEW)
                        .put("low", w.low())
                        .put("count", w.count())
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
