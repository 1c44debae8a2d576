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
        TableTraining training = TableTraining.of(table(), RECIPE);
        long[] now = {0};
        return new CostMeter(time, () -> now[0] += 1_000_000)
                .measure(training.rows(), training.plan(), Backend.of(Engines.vector(1)));
    }

    @Test
    void aStepIsTheMeanOfTheLaterHalf() {
        TrainingCosts costs = measured(Duration.ofMillis(20));
        assertEquals(MILLISECOND, costs.step(), 1e-9);
        assertEquals(0, costs.start(), 1e-9);
        assertEquals(0, costs.fillStep(), 1e-9);
        // twice a start and six steps, three looks at the density of missing cells, the end
        assertEquals(17 * MILLISECOND, costs.spent(), 1e-9);
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
        assertEquals(35 * MILLISECOND, measured(Duration.ofMillis(200)).spent(), 1e-9);
    }

    /** At look k the clock shows k² milliseconds: at looks 8, 9, 11 and 14 for the start and the steps, at 15 to 17 for the missing cells. */
    @Test
    void aStepThatTakesLongerCostsMore() {
        TableTraining training = TableTraining.of(table(), RECIPE);
        long[] looks = {0};
        TrainingCosts costs = new CostMeter(Duration.ofMillis(20), () -> {
                    looks[0]++;
                    return looks[0] * looks[0] * 1_000_000;
                })
                .measure(training.rows(), training.plan(), Backend.of(Engines.vector(1)));
        assertEquals((14 * 14 - 11 * 11) / 3.0 * MILLISECOND, costs.step(), 1e-9);
        assertEquals(0, costs.start(), 1e-9, "the first step took less than a later one");
        assertEquals(
                (17 * 17 - 16 * 16 - (16 * 16 - 15 * 15)) / 12.0 * MILLISECOND,
                costs.fillStep(),
                1e-9,
                "thirteen steps less one");
        assertEquals((18 * 18 - 1) * MILLISECOND, costs.spent(), 1e-9);
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
