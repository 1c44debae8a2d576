package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every component of a recipe changes the density that is learned, or has no effect by intention. A new component fails the test until the
 * table has a line for it.
 */
final class RecipeEffectTest {
    private static final RowSpec SMALL = RowSpec.of(3, 1, 1)
            .withConditioner(List.of(4), Activation.TANH)
            .withDefensive(DefensiveSpec.standard())
            .withFill(new RowSpec.Fill(1, new MlpSpec(List.of(4), Activation.TANH), 2));
    private static final Recipe BASE = Recipe.standard()
            .withArchitecture(SMALL)
            .withSteps(8)
            .withBatch(16)
            .withEvaluationsEvery(4)
            .withNoise(0.0)
            .withSamples(2)
            .withThreads(1);

    /** Has no missing cells, which {@code given} needs, and more than a thousand rows, so that a recipe decides about threads. */
    private static final Table TABLE = table(1_010);

    /** The rows that are scored; the last has a missing cell. */
    private static final int SCORED = 4;

    private static final Map<Recipe, double[]> SCORES = new HashMap<>();

    private static Table table(int rows) {
        SplittableRandom random = new SplittableRandom(3);
        double[] cells = new double[3 * rows];
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            cells[3 * i] = 50 + 10 * x;
            cells[3 * i + 1] = x * x + 0.5 * random.nextGaussian();
            cells[3 * i + 2] = x + random.nextGaussian();
        }
        return Table.of(Rows.of(cells, 3), List.of("a", "b", "c"));
    }

    /**
     * A recipe and one that differs in a component alone.
     *
     * @param hasEffect whether the densities differ; else they are the same bit by bit
     */
    record Pair(Recipe one, Recipe other, boolean hasEffect) {
        static Pair of(UnaryOperator<Recipe> change) {
            return new Pair(BASE, change.apply(BASE), true);
        }

        static Pair of(Recipe base, UnaryOperator<Recipe> change) {
            return new Pair(base, change.apply(base), true);
        }
    }

    private static Map<String, Pair> table() {
        Map<String, Pair> pairs = new TreeMap<>();
        pairs.put("network.whole", Pair.of(r -> r.withArchitecture(SMALL.withAugment(2, List.of()))));
        pairs.put(
                "target.objective",
                Pair.of(r -> r.withObjective((bound, _, _) -> bound.times(bound).mean(0))));
        Recipe conditional = BASE.withArchitecture(
                RowSpec.of(2, 0, 1).withConditioner(List.of(4), Activation.TANH).withGiven(1));
        pairs.put("target.given", Pair.of(conditional.given("a"), r -> r.given("c")));
        pairs.put("target.isStandardized", Pair.of(Recipe::withoutStandardization));
        pairs.put("budget.steps", Pair.of(r -> r.withSteps(12)));
        pairs.put("budget.epochs", Pair.of(BASE.withBatch(128), r -> r.withEpochs(1)));
        pairs.put("budget.batch", Pair.of(r -> r.withBatch(32)));
        pairs.put("descent.rate", Pair.of(r -> r.withLearningRate(5e-3)));
        pairs.put("descent.decay", Pair.of(r -> r.withDecay(Schedule.Decay.CONSTANT, 0)));
        pairs.put("descent.warmUp", Pair.of(r -> r.withDecay(Schedule.Decay.LINEAR, 3)));
        pairs.put("descent.clip", Pair.of(r -> r.withClip(1e-3)));
        pairs.put("descent.ema", Pair.of(r -> r.withEma(0)));
        pairs.put("split.heldOut", Pair.of(r -> r.withHeldOut(0.3)));
        pairs.put("split.leavesOutOddRows", Pair.of(r -> r.withoutOddRows()));
        Recipe flow = Recipe.standard()
                .withFlow(RowSpec.of(3, 0, 1).withConditioner(List.of(4), Activation.TANH))
                .withSteps(8)
                .withFillSteps(2)
                .withNoise(0.0)
                .withThreads(1);
        pairs.put(
                "network.flow",
                Pair.of(flow, r -> r.withFlow(RowSpec.of(3, 0, 2).withConditioner(List.of(4), Activation.TANH))));
        pairs.put("network.tail", Pair.of(flow, r -> r.withTail(0.1)));
        pairs.put("split.calibration", Pair.of(r -> r.withCalibration(0.4)));
        // a rate at which the density becomes worse, and better again
        Recipe rash = BASE.withSteps(40).withLearningRate(0.3).withEvaluationsEvery(1);
        pairs.put("stopping.patience", Pair.of(rash.withPatience(1), r -> r.withPatience(0)));
        pairs.put(
                "stopping.every",
                Pair.of(
                        rash.withDecay(Schedule.Decay.CONSTANT, 0).withEvaluationsEvery(7),
                        r -> r.withEvaluationsEvery(3)));
        pairs.put("ensemble.variants", Pair.of(r -> r.withNoise(0.3)));
        pairs.put("ensemble.members", Pair.of(r -> r.withMembers(2)));
        pairs.put("ensemble.isTilted", Pair.of(BASE.withNoise(0.0, 0.3).withHeldOut(0.4), r -> r.withTilt(false)));
        pairs.put("estimation.samples", Pair.of(r -> r.withSamples(3)));
        pairs.put("estimation.fillSteps", Pair.of(r -> r.withFillSteps(3)));
        pairs.put("machine.threads", new Pair(BASE, BASE.withThreads(2), false));
        // shards differ in the last bits of sums, which some steps make visible
        pairs.put(
                "machine.shards",
                Pair.of(BASE.withSteps(80).withBatch(48).withEma(0).withShards(1), r -> r.withShards(3)));
        pairs.put("seed", Pair.of(r -> r.withSeed(2)));
        return pairs;
    }

    /** The components of a record and of the records in it, by their paths. */
    private static Map<String, Object> components(String path, Record of) {
        Map<String, Object> values = new TreeMap<>();
        for (RecordComponent c : of.getClass().getRecordComponents()) {
            Object value = value(c, of);
            String name = path + c.getName();
            if (value instanceof Record inner && inner.getClass().getEnclosingClass() == Recipe.class) {
                values.putAll(components(name + ".", inner));
            } else {
                values.put(name, value);
            }
        }
        return values;
    }

    private static Object value(RecordComponent c, Record of) {
        try {
            return c.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component that cannot be read: " + c, e);
        }
    }

    private static double[] scores(Recipe recipe) {
        return SCORES.computeIfAbsent(recipe, RecipeEffectTest::trained);
    }

    private static double[] trained(Recipe recipe) {
        TableModel model = TableModel.fit(TABLE, recipe);
        double[][] rows = new double[SCORED][];
        Arrays.setAll(rows, TABLE.rows()::copyRow);
        if (model.takesMissingCells()) {
            rows[SCORED - 1][1] = Double.NaN;
        }
        return model.logProb(rows);
    }

    static Stream<Arguments> pairs() {
        return table().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @Test
    void theTableHasEveryComponent() {
        assertEquals(
                new TreeSet<>(components("", Recipe.standard()).keySet()),
                table().keySet(),
                "components of a recipe; give each two values that differ in their scores");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pairs")
    void aComponentHasAnEffect(String component, Pair pair) {
        Map<String, Object> one = components("", pair.one());
        Map<String, Object> other = components("", pair.other());
        List<String> different = new ArrayList<>(one.keySet());
        different.removeIf(c -> one.get(c).equals(other.get(c)));
        assertEquals(List.of(component), different, "the components that differ");
        double[] scores = scores(pair.one());
        if (pair.hasEffect()) {
            assertFalse(Arrays.equals(scores, scores(pair.other())), "both values give " + Arrays.toString(scores));
        } else {
            assertArrayEquals(scores, scores(pair.other()));
        }
    }

    /** Equal recipes give equal bits, or the test of effects could not fail. */
    @Test
    void theSameRecipeGivesTheSameBits() {
        assertArrayEquals(scores(BASE), trained(BASE));
    }
}
