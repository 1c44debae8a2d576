package io.github.vflow.table.fit;

import io.github.vflow.flow.io.json.RowSpecJson;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.optim.Schedule;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** A recipe as JSON: each component by its name, but not the objective and the threads. */
final class RecipeJson {
    private RecipeJson() {}

    static String write(Recipe r) {
        return Components.write(r, RecipeJson::recipe).toString();
    }

    static Recipe recipe(Components<Recipe> c) {
        return new Recipe(
                new Recipe.Target(
                        c.list("given", r -> r.target().given(), JsonValue::of, Field::text),
                        Optional.empty(),
                        c.flag("isStandardized", r -> r.target().isStandardized())),
                new Recipe.Network(
                        spec(c, "architecture", r -> r.network().whole()),
                        spec(c, "flow", r -> r.network().flow()),
                        c.number("tail", r -> r.network().tail())),
                new Recipe.Budget(
                        whole(c, "steps", r -> r.budget().steps()),
                        whole(c, "epochs", r -> r.budget().epochs()),
                        c.whole("batch", r -> r.budget().batch())),
                new Recipe.Descent(
                        c.number("learningRate", r -> r.descent().rate()),
                        c.choice("decay", r -> r.descent().decay(), Schedule.Decay.class),
                        c.wholeLong("warmUp", r -> r.descent().warmUp()),
                        c.number("clip", r -> r.descent().clip()),
                        c.number("ema", r -> r.descent().ema())),
                new Recipe.Split(
                        c.number("heldOut", r -> r.split().heldOut()),
                        calibration(c),
                        c.flag("leavesOutOddRows", r -> r.split().leavesOutOddRows())),
                new Recipe.Stopping(
                        c.whole("patience", r -> r.stopping().patience()),
                        whole(c, "every", r -> r.stopping().every())),
                new Recipe.Ensemble(
                        c.optional(
                                "variants",
                                r -> r.ensemble().variants(),
                                v -> JsonArray.of(v, w -> Components.write(w, RecipeJson::variant)),
                                f -> f.list(v -> v.record(RecipeJson::variant))),
                        c.whole("members", r -> r.ensemble().members()),
                        // a plan of before has none
                        c.optional("tilt", r -> Optional.of(r.ensemble().isTilted()), JsonValue::of, Field::flag)
                                .orElse(false)),
                new Recipe.Estimation(
                        c.whole("samples", r -> r.estimation().samples()),
                        c.wholeLong("fillSteps", r -> r.estimation().fillSteps())),
                new Recipe.Machine(
                        Recipe.standard().machine().threads(),
                        c.whole("shards", r -> r.machine().shards())),
                c.wholeLong("seed", Recipe::seed));
    }

    private static Optional<RowSpec> spec(Components<Recipe> c, String name, Function<Recipe, Optional<RowSpec>> of) {
        return c.optional(name, of, s -> Components.write(s, RowSpecJson::spec), f -> f.record(RowSpecJson::spec));
    }

    private static Recipe.Variant variant(Components<Recipe.Variant> c) {
        return new Recipe.Variant(
                c.number("noise", Recipe.Variant::noise),
                c.flag("isWhitened", Recipe.Variant::isWhitened),
                c.flag("hasMaps", Recipe.Variant::hasMaps));
    }

    private static OptionalLong whole(Components<Recipe> c, String name, Function<Recipe, OptionalLong> of) {
        return c.optional(name, r -> of.apply(r).stream().boxed().findFirst(), JsonValue::of, Field::wholeLong)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble calibration(Components<Recipe> c) {
        return c.optional(
                        "calibration",
                        r -> r.split().calibration().stream().boxed().findFirst(),
                        JsonValue::of,
                        Field::number)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }
}
