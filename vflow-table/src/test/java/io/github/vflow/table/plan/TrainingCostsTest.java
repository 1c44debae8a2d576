package io.github.vflow.table.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Costs that were measured choose members and steps for a time. */
final class TrainingCostsTest {
    private static final Recipe RECIPE = Recipe.standard();
    private static final TrainingRows ROWS = rows(1_200);
    private static final TablePlan PLAN = Planner.plan(ROWS, RECIPE);
    /** A step takes 10 ms, a member 0.2 s before its first. */
    private static final TrainingCosts COSTS = new TrainingCosts(0.5, 0.2, 0.01, 0, 2);

    private static TrainingRows rows(int n) {
        SplittableRandom random = new SplittableRandom(5);
        double[][] cells = new double[n][2];
        for (double[] row : cells) {
            row[0] = random.nextGaussian();
            row[1] = row[0] + random.nextGaussian();
        }
        return TrainingRows.of(Table.of(cells, "a", "b"), RECIPE);
    }

    private static TablePlan within(int seconds) {
        return Planner.plan(ROWS, COSTS.within(Duration.ofSeconds(seconds), PLAN));
    }

    private static double seconds(TablePlan plan) {
        double work = plan.members().size() * (0.2 + 0.01 * plan.training().steps());
        return plan.members().size() > 1 ? work / 1.5 : work;
    }

    @Test
    void moreTimeGivesMoreStepsThenMoreMembers() {
        long before = 0;
        for (int s : new int[] {2, 4, 8, 16, 32, 64}) {
            TablePlan plan = within(s);
            double planned = 0.8 * (s - 0.5);
            assertTrue(seconds(plan) <= planned, s + " s: " + plan.words());
            assertTrue(seconds(plan) > planned - 0.1 * plan.members().size(), s + " s: " + plan.words());
            long work = plan.members().size() * plan.training().steps();
            assertTrue(work > before, s + " s: " + plan.words());
            before = work;
        }
        assertEquals(1, within(2).members().size());
        assertEquals(PLAN.members().size(), within(64).members().size());
    }

    @Test
    void theFirstMemberHasALittleNoise() {
        assertEquals(0.15, within(2).members().getFirst().noise());
        assertEquals(0.15, TrainingCosts.first(PLAN).noise());
    }

    @Test
    void aPlanThatFitsStays() {
        assertEquals(PLAN, within(1_000_000));
    }

    @Test
    void aTimeThatIsOverLeavesAShortTraining() {
        TablePlan plan = within(0);
        assertEquals(1, plan.members().size());
        assertEquals(20, plan.training().steps());
    }

    /** The plan is a plan of its recipe, so a training repeats without a clock. */
    @Test
    void theChosenPlanIsOfARecipe() {
        TablePlan plan = within(8);
        assertEquals(plan, Planner.plan(ROWS, plan.recipe()));
    }

    @Test
    void foldsCountAsTrainings() {
        TrainingRows few = rows(400);
        TablePlan all = Planner.plan(few, RECIPE);
        assertEquals(5, all.folds());
        TablePlan plan = Planner.plan(few, COSTS.within(Duration.ofSeconds(20), all));
        double work = plan.members().size() * 5 * (0.2 + 0.01 * plan.training().steps());
        assertTrue(work / 1.5 <= 0.8 * 19.5, plan.words().toString());
    }

    @Test
    void theDensityOfMissingCellsTakesAQuarterAtMost() {
        TablePlan gaps = PLAN.withArchitecture(PLAN.architecture());
        TrainingCosts dear = new TrainingCosts(0, 0.2, 0.01, 0.1, 1);
        Recipe recipe = dear.within(Duration.ofSeconds(10), gaps);
        assertEquals(20, recipe.estimation().fillSteps());
    }
}
