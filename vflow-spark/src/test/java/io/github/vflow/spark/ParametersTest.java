package io.github.vflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.vflow.table.fit.Recipe;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;

/** Each parameter of an estimator changes the component of the recipe that it names, and no other; a new parameter needs a line. */
class ParametersTest {
    /**
     * A parameter with a value that is not its default.
     *
     * @param set sets it
     * @param change of the recipe
     */
    private record Setting(UnaryOperator<VFlow> set, UnaryOperator<Recipe> change) {}

    private static final Map<String, Setting> OF_THE_RECIPE = new TreeMap<>(Map.of(
            "maxIter", new Setting(v -> v.setMaxIter(77), r -> r.withSteps(77)),
            "batchSize", new Setting(v -> v.setBatchSize(33), r -> r.withBatch(33)),
            "stepSize", new Setting(v -> v.setStepSize(0.03), r -> r.withLearningRate(0.03)),
            "validationFraction", new Setting(v -> v.setValidationFraction(0.37), r -> r.withHeldOut(0.37)),
            "members", new Setting(v -> v.setMembers(3), r -> r.withMembers(3)),
            "leaveOutOddRows", new Setting(v -> v.setLeaveOutOddRows(true), Recipe::withoutOddRows),
            "seed", new Setting(v -> v.setSeed(7), r -> r.withSeed(7)),
            "shards", new Setting(v -> v.setShards(4), r -> r.withShards(4))));

    /** Parameters of reading, of scores and of the cluster; the tests of these have them. */
    private static final Set<String> OTHERS = Set.of(
            "alarmCol",
            "alarmRate",
            "alarmScoreCol",
            "categoricalCols",
            "checkpointFile",
            "featuresCol",
            "handleInvalid",
            "inputCols",
            "maxRowsOnDriver",
            "numWorkers",
            "outputCol",
            "pValueCol",
            "reasonCol");

    @Test
    void everyParameterIsListed() {
        Set<String> listed = new TreeSet<>(OTHERS);
        listed.addAll(OF_THE_RECIPE.keySet());
        assertEquals(
                listed,
                new TreeSet<>(
                        Arrays.stream(new VFlow().params()).map(Param::name).toList()));
    }

    @Test
    void aParameterChangesItsComponentOfTheRecipe() {
        Recipe usual = new Training(new VFlow()).recipe();
        assertEquals(Recipe.standard(), usual);
        OF_THE_RECIPE.forEach((name, setting) -> {
            Recipe expected = setting.change.apply(usual);
            assertNotEquals(usual, expected, name);
            assertEquals(expected, new Training(setting.set.apply(new VFlow())).recipe(), name);
        });
    }
}
