package io.github.vflow.table.training;

import io.github.vflow.nn.json.Components;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.fit.Recipe;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The recipe of a checkpoint: each component by its name, but not the architecture, which the checkpoint has, the objective and the threads. */
final class RecipeJson {
    private RecipeJson() {}

    static String write(Recipe r) {
        return Components.write(r, RecipeJson::recipe).toString();
    }

    static Recipe read(String json) {
        return Field.root(JsonValue.parse(json)).record(RecipeJson::recipe);
    }

    private static Recipe recipe(Components<Recipe> c) {
        return new Recipe(
                new Recipe.Target(
                        Optional.empty(),
                        Optional.empty(),
                        c.list("given", r -> r.target().given(), JsonValue::of, Field::text),
                        c.flag("isStandardized", r -> r.target().isStandardized())),
                new Recipe.Budget(
                        whole(c, "steps", r -> r.budget().steps()),
                        whole(c, "epochs", r -> r.budget().epochs()),
                        c.whole("batch", r -> r.budget().batch())),
                new Recipe.Rate(
                        c.number("learningRate", r -> r.rate().start()),
                        c.choice("decay", r -> r.rate().decay(), Schedule.Decay.class),
                        c.wholeLong("warmUp", r -> r.rate().warmUp())),
                new Recipe.Update(
                        c.number("clip", r -> r.update().clip()),
                        c.number("ema", r -> r.update().ema())),
                new Recipe.Split(c.number("heldOut", r -> r.split().heldOut()), calibration(c)),
                new Recipe.Stopping(
                        c.whole("patience", r -> r.stopping().patience()),
                        whole(c, "every", r -> r.stopping().every())),
                new Recipe.Ensemble(
                        c.list("noise", r -> r.ensemble().noise(), JsonValue::of, Field::number),
                        c.whole("members", r -> r.ensemble().members())),
                new Recipe.Estimation(
                        c.whole("samples", r -> r.estimation().samples()),
                        c.wholeLong("fillSteps", r -> r.estimation().fillSteps())),
                new Recipe.Machine(
                        Recipe.standard().machine().threads(),
                        c.whole("shards", r -> r.machine().shards())),
                c.wholeLong("seed", Recipe::seed));
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
