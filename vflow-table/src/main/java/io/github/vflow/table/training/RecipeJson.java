package io.github.vflow.table.training;

import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.Fields;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.fit.Recipe;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The recipe of a checkpoint: each component by its name, but not the architecture, which the checkpoint has, the objective and the threads. */
final class RecipeJson {
    private RecipeJson() {}

    static String write(Recipe r) {
        JsonObject.Builder b = JsonObject.builder()
                .put("given", JsonArray.of(r.target().given(), JsonValue::of))
                .put("isStandardized", r.target().isStandardized());
        r.budget().steps().ifPresent(n -> b.put("steps", n));
        r.budget().epochs().ifPresent(n -> b.put("epochs", n));
        b.put("batch", r.budget().batch())
                .put("learningRate", r.rate().start())
                .put("decay", r.rate().decay())
                .put("warmUp", r.rate().warmUp())
                .put("clip", r.update().clip())
                .put("ema", r.update().ema())
                .put("heldOut", r.split().heldOut());
        r.split().calibration().ifPresent(part -> b.put("calibration", part));
        b.put("patience", r.stopping().patience());
        r.stopping().every().ifPresent(n -> b.put("every", n));
        return b.put("noise", JsonArray.of(r.ensemble().noise(), JsonValue::of))
                .put("members", r.ensemble().members())
                .put("samples", r.estimation().samples())
                .put("fillSteps", r.estimation().fillSteps())
                .put("shards", r.machine().shards())
                .put("seed", r.seed())
                .build()
                .toString();
    }

    static Recipe read(String json) {
        return Field.root(JsonValue.parse(json)).object(RecipeJson::read);
    }

    private static Recipe read(Fields f) {
        return new Recipe(
                new Recipe.Target(
                        Optional.empty(),
                        Optional.empty(),
                        f.get("given").list(Field::text),
                        f.get("isStandardized").flag()),
                new Recipe.Budget(
                        whole(f, "steps"), whole(f, "epochs"), f.get("batch").whole()),
                new Recipe.Rate(
                        f.get("learningRate").number(),
                        f.get("decay").choice(Schedule.Decay.class),
                        f.get("warmUp").wholeLong()),
                new Recipe.Update(f.get("clip").number(), f.get("ema").number()),
                new Recipe.Split(
                        f.get("heldOut").number(),
                        f.find("calibration")
                                .map(part -> OptionalDouble.of(part.number()))
                                .orElse(OptionalDouble.empty())),
                new Recipe.Stopping(f.get("patience").whole(), whole(f, "every")),
                new Recipe.Ensemble(
                        f.get("noise").list(Field::number), f.get("members").whole()),
                new Recipe.Estimation(
                        f.get("samples").whole(), f.get("fillSteps").wholeLong()),
                new Recipe.Machine(
                        Recipe.standard().machine().threads(), f.get("shards").whole()),
                f.get("seed").wholeLong());
    }

    private static OptionalLong whole(Fields f, String name) {
        return f.find(name).map(n -> OptionalLong.of(n.wholeLong())).orElse(OptionalLong.empty());
    }
}
