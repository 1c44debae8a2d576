package io.github.vflow.table.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableTraining;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingCosts;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** The costs of a training are measured by some of its steps. */
final class CostMeterTest {
    private static final Recipe RECIPE = Recipe.standard().withThreads(1).withBatch(16);
    private static final double MILLISECOND = 1e-3;

    private static Table table() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] cells = new double[120][2];
        for (double[] row : cells) {
            row[0] = random.nextGaussian();
            row[1] = random.nextInt(10) == 0 ? Double.NaN : row[0] + random.nextGaussian();
        }
        return Table.of(cells, "a", "b");
    }

    /** A clock that goes on by a millisecond whenever somebody looks. */
    private static TrainingCosts measured(Duration time) {
        return measured(time, RECIPE, look -> look);
    }

    /**
     * Costs by a clock that somebody looks at when the meter begins, after each step of the first training, when the second one begins, after each of
     * its steps, after each of thirteen steps of the density of missing cells, and at the end.
     *
     * @param clock the milliseconds at the first look, the second, …
     */
    private static TrainingCosts measured(Duration time, Recipe recipe, LongUnaryOperator clock) {
        TableTraining training = TableTraining.of(table(), recipe);
        long[] looks = {0};
        return new CostMeter(time, () -> 1_000_000 * clock.applyAsLong(++looks[0]))
                .measure(training.rows(), training.plan(), Backend.of(Engines.vector(1)));
    }

    @Test
    void aStepIsTheShortestOfTheLaterHalf() {
        TrainingCosts costs = measured(Duration.ofMillis(100));
        assertEquals(MILLISECOND, costs.step(), 1e-9);
        assertEquals(0, costs.start(), 1e-9);
        assertEquals(MILLISECOND, costs.fillStep(), 1e-9);
        // two starts of twelve steps, thirteen of the density of missing cells, the end
        assertEquals((1 + 24 + 13 + 1) * MILLISECOND, costs.spent(), 1e-9);
        assertEquals(1, costs.atOnce());
    }

    /** A step with the help of threads that other members will need would seem cheaper than it is. */
    @Test
    void nobodyHelpsWhatIsMeasured() {
        TableTraining training = TableTraining.of(table(), RECIPE);
        SpareThreads spare = new SpareThreads(2);
        Backend backend = new Backend(Engines.vector(2).sharing(spare), Optional.empty(), 2, spare);
        long[] now = {0};
        List<Boolean> wereSpare = new ArrayList<>();
        CostMeter meter = new CostMeter(Duration.ofMillis(20), () -> {
            if (now[0] > 0) {
                wereSpare.add(spare.take(1));
            }
            return now[0] += 1_000_000;
        });
        assertEquals(2, meter.measure(training.rows(), training.plan(), backend).atOnce());
        assertEquals(Set.of(false), Set.copyOf(wereSpare));
        assertTrue(spare.take(2), "the threads were not given back");
    }

    @Test
    void moreTimeMeasuresMoreSteps() {
        // 7.5 % of the time are 15 ms
        assertEquals(
                (1 + 30 + 13 + 1) * MILLISECOND,
                measured(Duration.ofMillis(200)).spent(),
                1e-9);
    }

    /** The first training alone, and no density of missing cells. */
    @Test
    void nothingMoreIsMeasuredWhenTheTimeIsOver() {
        TrainingCosts costs = measured(Duration.ofMillis(12));
        assertEquals(MILLISECOND, costs.step(), 1e-9);
        assertEquals(0, costs.fillStep());
        assertEquals(13 * MILLISECOND, costs.spent(), 1e-9);
    }

    /** At look k the clock shows k² milliseconds, and each step is one look. */
    @Test
    void aStepThatTakesLongerCostsMore() {
        TrainingCosts costs = measured(Duration.ofSeconds(2), RECIPE, look -> look * look);
        // looks 14 to 26 are the second training, 20 the first of its later half
        assertEquals((21 * 21 - 20 * 20) * MILLISECOND, costs.step(), 1e-9);
        assertEquals(0, costs.start(), 1e-9, "the first step took less than a later one");
        assertEquals((28 * 28 - 27 * 27) * MILLISECOND, costs.fillStep(), 1e-9);
        assertEquals((40 * 40 - 1) * MILLISECOND, costs.spent(), 1e-9);
    }

    /** The JVM compiles in some steps. */
    @Test
    void longStepsDoNotCount() {
        TrainingCosts costs = measured(Duration.ofSeconds(4), RECIPE, look -> look + 100 * (look / 4));
        assertEquals(MILLISECOND, costs.step(), 1e-9);
        assertEquals(MILLISECOND, costs.fillStep(), 1e-9);
    }

    /** With an evaluation after each second step, which takes 10 ms. */
    @Test
    void aStepHasItsPartOfAnEvaluation() {
        TrainingCosts costs =
                measured(Duration.ofMillis(600), RECIPE.withEvaluationsEvery(2), look -> look + 10 * (look / 2));
        assertEquals((1 + 10 / 2.0) * MILLISECOND, costs.step(), 1e-9);
    }

    @Test
    void aPlanOfOneStepHasItsCost() {
        assertEquals(
                MILLISECOND,
                measured(Duration.ofSeconds(1), RECIPE.withSteps(1), look -> look)
                        .step(),
                1e-9);
    }

    @Test
    void atMost500StepsAreMeasured() {
        CostMeter meter = new CostMeter(Duration.ofDays(1), () -> 0);
        for (int k = 1; k < 500; k++) {
            assertEquals(Watch.Answer.GO_ON, meter.after(k, Optional.empty()));
        }
        assertEquals(Watch.Answer.STOP, meter.after(500, Optional.empty()));
    }

    @Test
    void aTrainingHasThePlanForItsTime() {
        TableTraining training = TableTraining.of(table(), RECIPE);
        TablePlan plan = training.within(Duration.ofMillis(1)).plan();
        assertEquals(1, plan.members().size());
        assertEquals(20, plan.training().steps());
        assertEquals(training.plan(), training.within(Duration.ofDays(100)).plan());
        assertEquals(plan, TableTraining.of(table(), plan).plan(), "the training that takes it");
    }

    @Test
    void aTimeIsPositiveAndForTheTrainingAlone() {
        TableTraining training = TableTraining.of(table(), RECIPE);
        assertEquals(
                "fit: the time of a training must be positive but is PT0S",
                assertThrows(IllegalArgumentException.class, () -> training.within(Duration.ZERO))
                        .getMessage());
        TableTraining searching = TableTraining.of(table(), RECIPE.withoutOddRows());
        assertEquals(
                "fit: a search of odd rows takes a time of its own, so a training within PT1S has none; leave one of them out",
                assertThrows(IllegalArgumentException.class, () -> searching.within(Duration.ofSeconds(1)))
                        .getMessage());
    }
}
