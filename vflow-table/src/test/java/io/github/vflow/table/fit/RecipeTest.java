package io.github.vflow.table.fit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.nn.json.Field;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.nn.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Each part of a recipe by itself: its limits, and that a copy with another value keeps all others. */
final class RecipeTest {
    private static final Recipe USUAL = Recipe.standard();

    /** A recipe without a usual value, so that a copy that falls back to one differs. */
    private static final Recipe UNUSUAL = USUAL.withFlow(RowSpec.of(3, 0, 2))
            .withArchitecture(RowSpec.of(3, 1, 1))
            .withTail(0.25)
            .given("a", "b")
            .withoutStandardization()
            .withSteps(7)
            .withEpochs(3)
            .withBatch(12)
            .withLearningRate(0.5)
            .withDecay(Schedule.Decay.COSINE, 4)
            .withClip(2)
            .withEma(0.75)
            .withHeldOut(0.375)
            .withCalibration(0.125)
            .withoutOddRows()
            .withPatience(9)
            .withEvaluationsEvery(6)
            .withNoise(0.5, 0.0)
            .withMembers(8)
            .withSamples(11)
            .withFillSteps(13)
            .withShards(4)
            .withSeed(99);

    private static SequencedMap<String, JsonValue> components(Recipe recipe) {
        return assertInstanceOf(JsonObject.class, JsonValue.parse(RecipeJson.write(recipe)))
                .fields();
    }

    /** The components that differ, with their values in the changed recipe. */
    private static Map<String, String> difference(Recipe from, UnaryOperator<Recipe> change) {
        Map<String, JsonValue> before = components(from);
        Map<String, JsonValue> after = components(change.apply(from));
        Map<String, String> differ = new TreeMap<>();
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(name -> differ.put(name, "none"));
        after.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                differ.put(name, value.toString());
            }
        });
        return differ;
    }

    @Test
    void aCopyChangesOneThingAndKeepsTheOthers() {
        assertEquals(Map.of("tail", "0.5"), difference(UNUSUAL, r -> r.withTail(0.5)));
        assertEquals(Map.of("given", "[\"c\"]"), difference(UNUSUAL, r -> r.given("c")));
        assertEquals(Map.of("isStandardized", "true"), difference(USUAL.withoutStandardization(), _ -> USUAL));
        assertEquals(Map.of("isStandardized", "false"), difference(USUAL, Recipe::withoutStandardization));
        assertEquals(Map.of("steps", "5", "epochs", "none"), difference(UNUSUAL, r -> r.withSteps(5)));
        assertEquals(Map.of("epochs", "2"), difference(UNUSUAL, r -> r.withEpochs(2)));
        assertEquals(Map.of("batch", "24"), difference(UNUSUAL, r -> r.withBatch(24)));
        assertEquals(Map.of("learningRate", "0.25"), difference(UNUSUAL, r -> r.withLearningRate(0.25)));
        assertEquals(
                Map.of("decay", "\"CONSTANT\"", "warmUp", "1"),
                difference(UNUSUAL, r -> r.withDecay(Schedule.Decay.CONSTANT, 1)));
        assertEquals(Map.of("clip", "0.5"), difference(UNUSUAL, r -> r.withClip(0.5)));
        assertEquals(Map.of("ema", "0.5"), difference(UNUSUAL, r -> r.withEma(0.5)));
        assertEquals(Map.of("heldOut", "0.25"), difference(UNUSUAL, r -> r.withHeldOut(0.25)));
        assertEquals(Map.of("calibration", "0.25"), difference(UNUSUAL, r -> r.withCalibration(0.25)));
        assertEquals(Map.of("leavesOutOddRows", "false"), difference(UNUSUAL, r -> r.leavingOutOddRows(false)));
        assertEquals(Map.of("leavesOutOddRows", "true"), difference(USUAL, Recipe::withoutOddRows));
        assertEquals(Map.of("patience", "1"), difference(UNUSUAL, r -> r.withPatience(1)));
        assertEquals(Map.of("every", "2"), difference(UNUSUAL, r -> r.withEvaluationsEvery(2)));
        assertEquals(Map.of("members", "2"), difference(UNUSUAL, r -> r.withMembers(2)));
        assertEquals(Map.of("tilt", "false"), difference(UNUSUAL, r -> r.withTilt(false)));
        assertEquals(
                Map.of("variants", "[{\"noise\":0.5,\"isWhitened\":true,\"hasMaps\":false}]"),
                difference(UNUSUAL, r -> r.withNoise(0.5)));
        assertEquals(Map.of("samples", "2"), difference(UNUSUAL, r -> r.withSamples(2)));
        assertEquals(Map.of("fillSteps", "2"), difference(UNUSUAL, r -> r.withFillSteps(2)));
        assertEquals(Map.of("shards", "3"), difference(UNUSUAL, r -> r.withShards(3)));
        assertEquals(Map.of("seed", "-1"), difference(UNUSUAL, r -> r.withSeed(-1)));
        assertEquals(
                List.of("architecture"),
                List.copyOf(difference(UNUSUAL, r -> r.withArchitecture(RowSpec.of(3, 0, 1)))
                        .keySet()));
        assertEquals(
                List.of("flow"),
                List.copyOf(difference(UNUSUAL, r -> r.withFlow(RowSpec.of(3, 0, 1)))
                        .keySet()));
    }

    /** Threads and objective are not stored, and a recipe that differs in them trains as before. */
    @Test
    void whatIsNotStoredStaysToo() {
        Objective other = (bound, _, _) -> bound.mean(0).negate();
        Recipe both = UNUSUAL.withThreads(5).withObjective(other);
        assertEquals(5, both.withShards(2).withSeed(1).machine().threads());
        assertEquals(other, both.given("x").target().objective().orElseThrow());
        assertEquals(other, both.withoutStandardization().target().objective().orElseThrow());
        assertEquals(4, both.withThreads(2).machine().shards());
        assertEquals(UNUSUAL.target().given(), both.target().given());
        assertFalse(both.target().isStandardized());
        assertTrue(both.trainsAs(UNUSUAL));
        assertFalse(UNUSUAL.trainsAs(UNUSUAL.withSeed(98)));
    }

    @Test
    void aRecipeIsReadBack() {
        for (Recipe recipe : List.of(USUAL, UNUSUAL)) {
            Recipe back = Field.root(JsonValue.parse(RecipeJson.write(recipe))).record(RecipeJson::recipe);
            assertEquals(RecipeJson.write(recipe), RecipeJson.write(back));
            assertEquals(recipe.withThreads(1), back.withThreads(1));
        }
    }

    @Test
    void aPlanOfBeforeHasNoTilt() {
        String text = RecipeJson.write(Recipe.standard());
        assertTrue(text.contains("\"tilt\":true,"), text);
        String before = text.replace("\"tilt\":true,", "");
        Recipe back = Field.root(JsonValue.parse(before)).record(RecipeJson::recipe);
        assertFalse(back.ensemble().isTilted());
    }

    @Test
    void theStandardIsWhatItSays() {
        assertEquals(256, USUAL.budget().batch());
        assertEquals(0.003, USUAL.descent().rate());
        assertEquals(0.99, USUAL.descent().ema());
        assertEquals(5, USUAL.descent().clip());
        assertEquals(0.1, USUAL.split().heldOut());
        assertEquals(8, USUAL.stopping().patience());
        assertEquals(1, USUAL.seed());
        assertEquals(
                Math.min(8, Runtime.getRuntime().availableProcessors()),
                USUAL.machine().threads());
        assertFalse(USUAL.split().leavesOutOddRows());
    }

    private static void refused(String message, Executable wrong) {
        assertEquals(
                "Recipe: " + message,
                assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }

    @Test
    void numbersBeyondTheirLimitsAreRefused() {
        refused("tail must be in [0, 1) but is 1.0", () -> USUAL.withTail(1));
        refused("tail must be in [0, 1) but is -0.1", () -> USUAL.withTail(-0.1));
        refused("epochs must be at least 1 but is OptionalLong[0]", () -> USUAL.withEpochs(0));
        refused("learningRate must be positive but is 0.0", () -> USUAL.withLearningRate(0));
        refused("learningRate must be positive but is 1.0E39", () -> USUAL.withLearningRate(1e39));
        refused("warmUp must not be negative but is -1", () -> USUAL.withDecay(Schedule.Decay.LINEAR, -1));
        refused("clip must not be negative but is -1.0", () -> USUAL.withClip(-1));
        refused("clip must not be negative but is 1.0E39", () -> USUAL.withClip(1e39));
        refused("ema must be in [0, 1) but is 1.0", () -> USUAL.withEma(1));
        refused("ema must be in [0, 1) but is -0.1", () -> USUAL.withEma(-0.1));
        refused("heldOut must be in [0, 1) but is -0.1", () -> USUAL.withHeldOut(-0.1));
        refused("calibration must be in [0, 1) but is -0.1", () -> USUAL.withCalibration(-0.1));
        refused(
                "steps between evaluations must be at least 1 but is OptionalLong[0]",
                () -> USUAL.withEvaluationsEvery(0));
        refused("variants must have at least one but is Optional[[]]", () -> USUAL.withVariants(List.of()));
        refused("members must be at least 1 but is 0", () -> USUAL.withMembers(0));
        refused("noise must have numbers in [0, 10] but is 10.5", () -> USUAL.withNoise(10.5));
        refused("noise must have numbers in [0, 10] but is -0.5", () -> USUAL.withNoise(-0.5));
        refused("fillSteps must be at least 1 but is 0", () -> USUAL.withFillSteps(0));
        refused("shards must not be negative but is -1", () -> USUAL.withShards(-1));
        refused("given must name each column once but is [a, b, a]", () -> USUAL.given("a", "b", "a"));
        refused(
                "shards must divide the batch, or be 0 for a choice by the model, but is 3 of a batch of 256",
                () -> USUAL.withShards(3));
    }

    @Test
    void numbersAtTheirLimitsAreTaken() {
        double below = Math.nextDown(1.0);
        for (Executable fine : List.<Executable>of(
                () -> USUAL.withTail(0).withTail(below),
                () -> USUAL.withSteps(1).withEpochs(1).withBatch(2),
                () -> USUAL.withLearningRate(Float.MAX_VALUE).withLearningRate(Double.MIN_VALUE),
                () -> USUAL.withDecay(Schedule.Decay.LINEAR, 0).withClip(0).withClip(Float.MAX_VALUE),
                () -> USUAL.withEma(0).withEma(below).withHeldOut(0).withHeldOut(below),
                () -> USUAL.withCalibration(0).withCalibration(below),
                () -> USUAL.withPatience(0).withEvaluationsEvery(1).withMembers(1),
                () -> USUAL.withNoise(0.0, 10.0).withSamples(1).withFillSteps(1),
                () -> USUAL.withThreads(1).withShards(0).withShards(256))) {
            assertDoesNotThrow(fine);
        }
    }
}
